-- AlterTable
ALTER TABLE "User" ADD COLUMN "factorsResetAt" DATETIME;
ALTER TABLE "User" ADD COLUMN "factorsResetBy" TEXT;
ALTER TABLE "User" ADD COLUMN "factorsResetSeenAt" DATETIME;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "passkeyId" TEXT CONSTRAINT "Session_passkeyId_fkey" REFERENCES "Passkey" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Session_passkeyId_idx" ON "Session"("passkeyId");
