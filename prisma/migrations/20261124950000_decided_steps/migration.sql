-- Whether policies said anything of a run's tool calls is asked with each reading of the run.
-- CreateIndex
CREATE INDEX "step_execution_id_idx" ON "step"("execution_id") WHERE "kind" = 'TOOL' AND "decision" IS NOT NULL;
