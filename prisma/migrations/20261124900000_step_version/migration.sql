-- A tool call is a resource that clients list and watch: its version grows with each change.
ALTER TABLE "step" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
