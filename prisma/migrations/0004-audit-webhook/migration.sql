-- CreateTable
CREATE TABLE "AuditWebhookCursor" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "position" BIGINT NOT NULL,
    "eventId" TEXT
);

-- CreateIndex
CREATE INDEX "AuditEvent_auditID_idx" ON "AuditEvent"("auditID");
