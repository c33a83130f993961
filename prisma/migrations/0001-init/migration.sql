-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "login" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "passwordHash" TEXT,
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT false,
    "isAdmin" BOOLEAN NOT NULL DEFAULT false,
    "disabledAt" DATETIME,
    "invitationHash" TEXT,
    "invitationExpiresAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "lastSignInAt" DATETIME
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    PRIMARY KEY ("teamId", "userId"),
    CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TeamMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Environment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "caData" TEXT,
    "pinnedSha256" TEXT,
    "tlsServerName" TEXT,
    "disabledAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "probeOk" BOOLEAN,
    "probeStep" TEXT,
    "probeMessage" TEXT,
    "probedAt" DATETIME,
    "lastReachableAt" DATETIME,
    "version" TEXT,
    "reconciledAt" DATETIME,
    "reconcileError" TEXT
);

-- CreateTable
CREATE TABLE "EnvironmentCredential" (
    "environmentId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sealedToken" TEXT NOT NULL,
    "expiresAt" DATETIME,
    "issuedAt" DATETIME NOT NULL,

    PRIMARY KEY ("environmentId", "kind"),
    CONSTRAINT "EnvironmentCredential_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AppliedSubject" (
    "environmentId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "refusal" TEXT,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("environmentId", "kind", "name"),
    CONSTRAINT "AppliedSubject_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "EnvironmentClusterRole" (
    "environmentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("environmentId", "name"),
    CONSTRAINT "EnvironmentClusterRole_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT,
    "teamId" TEXT,
    "environmentId" INTEGER NOT NULL,
    "clusterRole" TEXT NOT NULL,
    "allNamespaces" BOOLEAN NOT NULL,
    "namespaces" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    CONSTRAINT "Grant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Grant_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Grant_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Kubeconfig" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedBy" TEXT,
    "lastUsedAt" DATETIME,
    "lastUsedAddress" TEXT,
    "lastUsedClient" TEXT,
    CONSTRAINT "Kubeconfig_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "KubeconfigToken" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "kubeconfigId" TEXT NOT NULL,
    "environmentId" INTEGER,
    "environmentName" TEXT NOT NULL,
    CONSTRAINT "KubeconfigToken_kubeconfigId_fkey" FOREIGN KEY ("kubeconfigId") REFERENCES "Kubeconfig" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "KubeconfigToken_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "action" TEXT NOT NULL,
    "actorId" TEXT,
    "actorLogin" TEXT,
    "sourceIP" TEXT,
    "userAgent" TEXT,
    "environmentId" INTEGER,
    "environmentName" TEXT,
    "kubeconfigId" TEXT,
    "targetKind" TEXT,
    "targetName" TEXT,
    "detail" TEXT,
    "auditID" TEXT,
    "stage" TEXT,
    "verb" TEXT,
    "requestURI" TEXT,
    "apiGroup" TEXT,
    "resource" TEXT,
    "subresource" TEXT,
    "namespace" TEXT,
    "name" TEXT,
    "code" INTEGER,
    "durationMs" INTEGER,
    "requestBytes" INTEGER,
    "responseBytes" INTEGER,
    "endedBy" TEXT
);

-- CreateTable
CREATE TABLE "Settings" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "expiryDefaultSeconds" INTEGER,
    "expiryMaxSeconds" INTEGER,
    "neverAllowed" BOOLEAN NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "updatedBy" TEXT
);

-- CreateTable
CREATE TABLE "Revision" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "SetupCode" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "codeHash" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "User_login_key" ON "User"("login");

-- CreateIndex
CREATE UNIQUE INDEX "User_invitationHash_key" ON "User"("invitationHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_name_key" ON "Team"("name");

-- CreateIndex
CREATE INDEX "TeamMember_userId_idx" ON "TeamMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_name_key" ON "Environment"("name");

-- CreateIndex
CREATE INDEX "Grant_environmentId_idx" ON "Grant"("environmentId");

-- CreateIndex
CREATE INDEX "Grant_userId_idx" ON "Grant"("userId");

-- CreateIndex
CREATE INDEX "Grant_teamId_idx" ON "Grant"("teamId");

-- CreateIndex
CREATE INDEX "Kubeconfig_ownerId_createdAt_idx" ON "Kubeconfig"("ownerId", "createdAt");

-- CreateIndex
CREATE INDEX "KubeconfigToken_kubeconfigId_idx" ON "KubeconfigToken"("kubeconfigId");

-- CreateIndex
CREATE INDEX "KubeconfigToken_environmentId_idx" ON "KubeconfigToken"("environmentId");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE INDEX "AuditEvent_actorLogin_at_idx" ON "AuditEvent"("actorLogin", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_environmentId_at_idx" ON "AuditEvent"("environmentId", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_kubeconfigId_at_idx" ON "AuditEvent"("kubeconfigId", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_action_at_idx" ON "AuditEvent"("action", "at");
