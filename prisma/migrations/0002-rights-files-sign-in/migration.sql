-- AlterTable
ALTER TABLE "User" ADD COLUMN "sealedTotpSecret" TEXT;
ALTER TABLE "User" ADD COLUMN "totpConfirmedAt" DATETIME;
ALTER TABLE "User" ADD COLUMN "totpLastStep" INTEGER;

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" BLOB NOT NULL,
    "counter" INTEGER NOT NULL,
    "transports" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "codeHash" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Columns are added in place: a table that is made anew would forget which environment ids were given before.
ALTER TABLE "Session" ADD COLUMN "lastSeenAt" DATETIME;
ALTER TABLE "Session" ADD COLUMN "sourceIP" TEXT;
ALTER TABLE "Session" ADD COLUMN "userAgent" TEXT;
ALTER TABLE "Session" ADD COLUMN "method" TEXT NOT NULL DEFAULT 'password';
ALTER TABLE "Environment" ADD COLUMN "managesBindings" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Environment" ADD COLUMN "connectAsCreate" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Environment" ADD COLUMN "readOnly" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Environment" ADD COLUMN "expiryMaxSeconds" INTEGER;
ALTER TABLE "Environment" ADD COLUMN "impersonation" TEXT;
ALTER TABLE "Settings" ADD COLUMN "filesPerUserMax" INTEGER NOT NULL DEFAULT 50;
ALTER TABLE "Settings" ADD COLUMN "fileIdleSeconds" INTEGER;
ALTER TABLE "Settings" ADD COLUMN "renewGraceSeconds" INTEGER NOT NULL DEFAULT 3600;
ALTER TABLE "Settings" ADD COLUMN "adminsNeedSecondFactor" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Settings" ADD COLUMN "auditRetentionDays" INTEGER NOT NULL DEFAULT 365;
ALTER TABLE "Settings" ADD COLUMN "auditMegabytesMax" INTEGER NOT NULL DEFAULT 4096;

-- Files outlive their owner: `ownerId` may be null. The tokens are copied before the old table goes, and refer to the new one, since
-- dropping a table deletes what refers to it.
CREATE TABLE "new_Kubeconfig" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT,
    "ownerLogin" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "createdAt" DATETIME NOT NULL,
    "renewedAt" DATETIME,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedBy" TEXT,
    "endReason" TEXT,
    "lastUsedAt" DATETIME,
    "lastUsedAddress" TEXT,
    "lastUsedClient" TEXT,
    CONSTRAINT "Kubeconfig_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Kubeconfig" ("id", "ownerId", "ownerLogin", "name", "createdAt", "expiresAt", "revokedAt", "revokedBy", "endReason", "lastUsedAt", "lastUsedAddress", "lastUsedClient")
    SELECT f."id", f."ownerId", u."login", f."name", f."createdAt", f."expiresAt", f."revokedAt", f."revokedBy", CASE WHEN f."revokedAt" IS NULL THEN NULL ELSE 'revoked' END, f."lastUsedAt", f."lastUsedAddress", f."lastUsedClient"
    FROM "Kubeconfig" f JOIN "User" u ON u."id" = f."ownerId";
CREATE TABLE "new_KubeconfigToken" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "kubeconfigId" TEXT NOT NULL,
    "environmentId" INTEGER,
    "environmentName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedBy" TEXT,
    "replacedAt" DATETIME,
    CONSTRAINT "KubeconfigToken_kubeconfigId_fkey" FOREIGN KEY ("kubeconfigId") REFERENCES "new_Kubeconfig" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "KubeconfigToken_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_KubeconfigToken" ("tokenHash", "kubeconfigId", "environmentId", "environmentName", "createdAt", "expiresAt")
    SELECT t."tokenHash", t."kubeconfigId", t."environmentId", t."environmentName", f."createdAt", f."expiresAt"
    FROM "KubeconfigToken" t JOIN "Kubeconfig" f ON f."id" = t."kubeconfigId";
DROP TABLE "KubeconfigToken";
DROP TABLE "Kubeconfig";
ALTER TABLE "new_Kubeconfig" RENAME TO "Kubeconfig";
ALTER TABLE "new_KubeconfigToken" RENAME TO "KubeconfigToken";
CREATE INDEX "Kubeconfig_ownerId_createdAt_idx" ON "Kubeconfig"("ownerId", "createdAt");
CREATE INDEX "Kubeconfig_createdAt_idx" ON "Kubeconfig"("createdAt");
CREATE INDEX "KubeconfigToken_kubeconfigId_idx" ON "KubeconfigToken"("kubeconfigId");
CREATE INDEX "KubeconfigToken_environmentId_idx" ON "KubeconfigToken"("environmentId");

-- CreateIndex
CREATE INDEX "Passkey_userId_idx" ON "Passkey"("userId");

-- CreateIndex
CREATE INDEX "RecoveryCode_userId_idx" ON "RecoveryCode"("userId");
