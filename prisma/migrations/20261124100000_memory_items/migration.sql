-- CreateTable
CREATE TABLE "memory_item" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    -- By bytes: items are listed in the order of their keys, and by the beginnings of these.
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "folded_key" TEXT NOT NULL,
    "folded_value" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memory_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "memory_item_resource_id_key_key" ON "memory_item"("resource_id", "key");

-- CreateIndex
CREATE INDEX "memory_item_resource_id_updated_at_id_idx" ON "memory_item"("resource_id", "updated_at", "id");

-- AddForeignKey
ALTER TABLE "memory_item" ADD CONSTRAINT "memory_item_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;
