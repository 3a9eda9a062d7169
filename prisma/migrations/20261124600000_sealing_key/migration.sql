-- CreateTable
CREATE TABLE "sealing_key" (
    "place" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "public_pem" TEXT NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sealing_key_pkey" PRIMARY KEY ("place")
);
