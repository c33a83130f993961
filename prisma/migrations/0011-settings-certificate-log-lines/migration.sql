-- CreateTable
CREATE TABLE "UploadedCertificate" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "chain" TEXT NOT NULL,
    "sealedKey" TEXT NOT NULL,
    "uploadedAt" DATETIME NOT NULL,
    "uploadedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "LogLine" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "line" TEXT NOT NULL
);

-- AlterTable
ALTER TABLE "Settings" ADD COLUMN "externalUrl" TEXT;
ALTER TABLE "Settings" ADD COLUMN "changes" TEXT NOT NULL DEFAULT '{}';
