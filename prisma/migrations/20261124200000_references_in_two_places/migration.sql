-- What belongs to all namespaces is looked for in the nearest and then in `default`: one reference, two places.
ALTER TABLE "resource_reference" DROP CONSTRAINT "resource_reference_pkey";
ALTER TABLE "resource_reference" ADD CONSTRAINT "resource_reference_pkey" PRIMARY KEY ("resource_id", "path", "target_namespace");

-- What is stored already is looked for in both places as well.
INSERT INTO "resource_reference" ("resource_id", "path", "organization_id", "target_kind", "target_namespace", "target_name")
SELECT "resource_id", "path", "organization_id", "target_kind", 'default', "target_name" FROM "resource_reference"
WHERE "target_kind" = 'ModelEndpoint' AND "target_namespace" <> 'default';
