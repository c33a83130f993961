-- CreateIndex
CREATE INDEX "AuditEvent_namespace_at_idx" ON "AuditEvent"("namespace", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_resource_at_idx" ON "AuditEvent"("resource", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_verb_at_idx" ON "AuditEvent"("verb", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_sourceIP_at_idx" ON "AuditEvent"("sourceIP", "at");
