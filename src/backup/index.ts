/** Backups: everything that lasts in one file, good for either store, and of use to nobody without the master key. */
export { backUp, type BackedUp } from './back-up.ts';
export { BackupRefused, type Header } from './file.ts';
export { examine, isEmpty, restore, type Backup } from './restore.ts';
