// Backup and restore of the database: what `npm run backup` and `npm run restore` do.
export type { LostChanges } from "./carry-over.ts";
export { makeBackup } from "./make-backup.ts";
export { BackupRefusal } from "./refusal.ts";
export { restoreBackup } from "./restore-backup.ts";
