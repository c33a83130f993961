-- AlterTable
ALTER TABLE "KubeconfigToken" ADD COLUMN "namespace" TEXT;
