-- A person may be asked to look at an output before the work goes on: what they look at stands beside the question.
ALTER TABLE "approval" ADD COLUMN "review" JSONB;

-- Questions of one kind are listed by name, however many of the other kinds there are.
CREATE INDEX "approval_organization_id_category_name_id_idx" ON "approval"("organization_id", "category", "name", "id");
