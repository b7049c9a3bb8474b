import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { lockReasonSchema } from '../../../shared/ipc/desktop.ts';
import { DEFAULT_KEEP } from '../../../shared/ipc/storage.ts';
import { settingsSchema, type DeskSettings } from '../../../shared/ipc/views.ts';
import { toStorageError } from '../storage/sql-errors.ts';

const profileSchema = z.object({
  serverUrl: z.string().optional(),
  lastName: z.string().optional(),
  /** Whose copy is opened at the next start. */
  profileId: z
    .string()
    .regex(/^[0-9a-f]{24}$/)
    .optional(),
  settings: settingsSchema.partial().optional(),
  /** The screen was locked: a desk that is ended and started again is not open by that. */
  locked: z.object({ because: lockReasonSchema, sinceAt: z.number() }).optional(),
});
export type Profile = z.infer<typeof profileSchema>;

const DEFAULTS: DeskSettings = { language: 'de', theme: 'system', undoMs: 5_000, place: 'office', ...DEFAULT_KEEP };

/** `profile.json` in the data folder: what a desk knows before anybody signs in. Holds no secret and nothing of customers. */
export class ProfileFile {
  readonly #file: string;
  readonly #defaults: DeskSettings;
  #value: Profile;

  constructor(dataDir: string, defaults: Partial<DeskSettings> = {}) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    this.#file = path.join(dataDir, 'profile.json');
    this.#defaults = { ...DEFAULTS, ...defaults };
    this.#value = readProfile(this.#file);
  }

  get(): Profile {
    return this.#value;
  }

  settings(): DeskSettings {
    return settingsSchema.parse({ ...this.#defaults, ...this.#value.settings });
  }

  /** Throws DISK_FULL, REPLICA_READ_ONLY, REPLICA_IO; then nothing has changed. */
  change(change: Profile): void {
    const next = profileSchema.parse({ ...this.#value, ...change });
    try {
      writeFileSync(`${this.#file}.tmp`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.#file}.tmp`, this.#file);
    } catch (error) {
      throw toStorageError(error);
    }
    this.#value = next;
  }

  /** For what must hold now, kept or not: `onFailure` hears of a disk that refuses. */
  changeInMemoryToo(change: Profile, onFailure: (error: unknown) => void): void {
    try {
      this.change(change);
    } catch (error) {
      this.#value = profileSchema.parse({ ...this.#value, ...change });
      onFailure(error);
    }
  }
}

/** A file that cannot be read counts as none: it only saves typing. */
function readProfile(file: string): Profile {
  try {
    return profileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
