import { z } from 'zod';

/** What a desk keeps of closed conversations: so many days since they were last used, and so many megabytes of everything. */
export const keepLimitsSchema = z.object({
  keepDays: z.number().int().min(1).max(365),
  keepMegabytes: z.number().int().min(20).max(10_000),
});
export type KeepLimits = z.infer<typeof keepLimitsSchema>;
export const DEFAULT_KEEP: KeepLimits = { keepDays: 30, keepMegabytes: 500 };

/** The local copy of whoever is signed in. */
export const storageViewSchema = z.object({
  /** Where lies what opens it. `session`: nowhere, so it is gone when the desk ends, and replies are not accepted without the server. */
  keptBy: z.enum(['keychain', 'passphrase', 'session']),
  durable: z.boolean(),
  /** Of everything on the disk, in bytes. */
  bytes: z.number().int().min(0),
  conversations: z.number().int().min(0),
  /** Of these, closed ones that may go once a limit is reached. */
  closed: z.number().int().min(0),
});
export type StorageView = z.infer<typeof storageViewSchema>;

/**
 * Why a copy on this desk is not open while nobody is signed in. `passphrase`: it waits for its passphrase. `keychain`: the keychain that holds its key
 * cannot be used now. `again`: it could not be opened, see `error`; trying again may help.
 */
export const storageDoorSchema = z.enum(['passphrase', 'keychain', 'again']);
export type StorageDoorKind = z.infer<typeof storageDoorSchema>;

/** As typed; the shortest one is checked where it is set. */
export const passphraseSchema = z.string().min(1).max(1_000);
