-- Whoever watches one rare kind of event must not read the whole journal for it.
-- CreateIndex
CREATE INDEX "event_type_xid_seq_idx" ON "event"("type", "xid", "seq");
