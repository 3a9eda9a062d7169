-- Environments, framework adapters and teams belong to all namespaces and lie in `default`. What was declared elsewhere
-- before that was so is found under no name, and moves there unless one of its name stands there already. Of several of
-- one name that of the last change moves.
CREATE TEMPORARY TABLE "moving" AS
SELECT DISTINCT ON (r."organization_id", r."kind", r."name") r."id", home."id" AS "namespace_id"
FROM "resource" r JOIN "namespace" home ON home."organization_id" = r."organization_id" AND home."name" = 'default'
WHERE r."kind" IN ('Environment', 'FrameworkAdapter', 'Team') AND r."namespace_id" <> home."id" AND NOT EXISTS (
  SELECT 1 FROM "resource" twin WHERE twin."namespace_id" = home."id" AND twin."kind" = r."kind" AND twin."name" = r."name")
ORDER BY r."organization_id", r."kind", r."name", r."updated_at" DESC, r."id";

UPDATE "resource" r SET "namespace_id" = m."namespace_id" FROM "moving" m WHERE r."id" = m."id";
UPDATE "resource_label" l SET "namespace_id" = m."namespace_id" FROM "moving" m WHERE l."resource_id" = m."id";
UPDATE "resource_name" n SET "namespace_id" = m."namespace_id" FROM "moving" m WHERE n."resource_id" = m."id";

-- What names one looks for it in `default` alone, as it would if it were written today.
CREATE TEMPORARY TABLE "naming" AS
SELECT DISTINCT "resource_id" FROM "resource_reference" WHERE "target_kind" IN ('Environment', 'FrameworkAdapter', 'Team');

DELETE FROM "resource_reference" near USING "resource_reference" home
WHERE near."target_kind" IN ('Environment', 'FrameworkAdapter', 'Team') AND near."target_namespace" <> 'default'
  AND home."resource_id" = near."resource_id" AND home."path" = near."path" AND home."target_namespace" = 'default';
UPDATE "resource_reference" SET "target_namespace" = 'default'
WHERE "target_kind" IN ('Environment', 'FrameworkAdapter', 'Team') AND "target_namespace" <> 'default';

-- Its condition is judged as a write of it would judge it. Of what may lie in two places, the nearest is told as missing.
UPDATE "resource" r SET "conditions" = jsonb_build_array(CASE WHEN found."missing" IS NULL
    THEN jsonb_build_object('type', 'ReferencesResolved', 'status', 'True', 'reason', 'AllFound',
      'message', 'Everything that this names is there.')
    ELSE jsonb_build_object('type', 'ReferencesResolved', 'status', 'False', 'reason', 'NotFound',
      'message', 'This names what is not there: ' || found."missing" || '.') END)
  || jsonb_path_query_array(r."conditions", '$[*] ? (@.type != "ReferencesResolved")')
FROM (
  SELECT naming."resource_id",
    string_agg(DISTINCT ref."target_kind" || ' ' || ref."target_namespace" || '/' || ref."target_name", ', ') AS "missing"
  FROM "naming" LEFT JOIN "resource_reference" ref ON ref."resource_id" = naming."resource_id"
    AND (ref."target_namespace" <> 'default' OR NOT EXISTS (
      SELECT 1 FROM "resource_reference" nearer WHERE nearer."resource_id" = ref."resource_id" AND nearer."path" = ref."path"
        AND nearer."target_namespace" <> 'default'))
    AND NOT EXISTS (
      SELECT 1 FROM "resource_reference" place
      JOIN "resource" t ON t."organization_id" = place."organization_id" AND t."kind" = place."target_kind" AND t."name" = place."target_name"
      JOIN "namespace" n ON n."id" = t."namespace_id" AND n."name" = place."target_namespace"
      WHERE place."resource_id" = ref."resource_id" AND place."path" = ref."path")
  GROUP BY naming."resource_id") found
WHERE r."id" = found."resource_id";
UPDATE "resource_state" s SET "conditions" = r."conditions"
FROM "resource" r JOIN "naming" ON naming."resource_id" = r."id"
WHERE s."resource_id" = r."id" AND s."resource_version" = r."resource_version" AND s."conditions" <> r."conditions";

-- Controllers look again at what moved and at what names it.
UPDATE "resource_reconcile" SET "due_at" = now(), "attempts" = 0
WHERE "resource_id" IN (SELECT "resource_id" FROM "naming" UNION ALL SELECT "id" FROM "moving");

DROP TABLE "moving", "naming";
