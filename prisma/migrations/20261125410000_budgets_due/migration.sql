-- What was spent of a budget is looked at by a controller from now on; those that are there already are due.
INSERT INTO "resource_reconcile" ("resource_id", "kind", "due_at")
SELECT "id", "kind", now() FROM "resource" WHERE "kind" = 'Budget'
ON CONFLICT DO NOTHING;
