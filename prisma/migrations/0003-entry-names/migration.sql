-- AlterTable
ALTER TABLE "KubeconfigToken" ADD COLUMN "entryName" TEXT;
