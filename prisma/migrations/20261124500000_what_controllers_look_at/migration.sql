-- What a controller has to look at is written with the change that asks for it, so that no crash in between loses it.
-- CreateTable
CREATE TABLE "resource_reconcile" (
    "resource_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "resource_reconcile_pkey" PRIMARY KEY ("resource_id")
);

-- CreateIndex
CREATE INDEX "resource_reconcile_kind_due_at_idx" ON "resource_reconcile"("kind", "due_at") WHERE "due_at" IS NOT NULL;

-- Nothing that is there already was ever looked at.
INSERT INTO "resource_reconcile" ("resource_id", "kind", "due_at")
SELECT "id", "kind", now() FROM "resource"
WHERE "kind" IN ('Agent', 'AgentSystem', 'Deployment', 'McpServer', 'ModelEndpoint', 'ModelRoute', 'Secret', 'Tool');
