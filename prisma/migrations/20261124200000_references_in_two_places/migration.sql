-- What belongs to all namespaces is looked for in the nearest and then in `default`: one reference, two places.
ALTER TABLE "resource_reference" DROP CONSTRAINT "resource_reference_pkey";
ALTER TABLE "resource_reference" ADD CONSTRAINT "resource_reference_pkey" PRIMARY KEY ("resource_id", "path", "target_namespace");
