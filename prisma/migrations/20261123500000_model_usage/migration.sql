-- CreateTable
CREATE TABLE "model_usage" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "execution_id" TEXT,
    "endpoint_id" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "usage_source" TEXT,
    "cost" DECIMAL(20,10) NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "latency_ms" INTEGER NOT NULL DEFAULT 0,
    "ttft_ms" INTEGER,
    "status" TEXT NOT NULL,
    "error_code" TEXT,
    "route" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_usage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_usage_organization_id_id_idx" ON "model_usage"("organization_id", "id");

-- CreateIndex
CREATE INDEX "model_usage_organization_id_created_at_idx" ON "model_usage"("organization_id", "created_at");
