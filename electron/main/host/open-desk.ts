import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import { createConnectors } from '../channels/registry.ts';
import type { DeskCoreDeps } from '../core/desk-deps.ts';
import { createDeskCore } from '../core/desk-core.ts';
import type { DeskCore } from '../core/port.ts';
import { credentialEntry } from '../core/scoped-secrets.ts';
import { CredentialVault } from '../accounts/vault.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../core/system-ports.ts';
import { openSecretStore, type OpenedSecretStore } from '../secrets/open-secret-store.ts';
import { takeInstanceLock } from '../storage/instance-lock.ts';
import type { HostLog } from './log.ts';
import type { OpenOutside } from './outside-link.ts';

/** What a running demo center hands to its desks: who may sign in, and the credential of its platform. */
const demoSchema = z.object({
  signIns: z.array(z.object({ name: z.string(), role: z.string(), password: z.string() })),
  sandboxCredential: z.object({ credentialId: z.string().min(1), value: z.string().min(1) }).optional(),
});
export interface PlatformCredential {
  readonly credentialId: string;
  readonly value: string;
}
export interface Demo {
  readonly demoSignIns: readonly { readonly name: string; readonly role: string; readonly password: string }[];
  readonly credentials: readonly PlatformCredential[];
}

export interface OpenDeskOptions {
  /** Folder of this desk alone. */
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly log: HostLog;
  /** True: no keychain is asked; what is signed in or stored lasts until the desk ends. */
  readonly sessionOnlySecrets?: boolean | undefined;
  /** Wraps the key of the local copy where there is no keychain. */
  readonly passphrase?: string | undefined;
  /** Offered at the first sign-in; for demos. */
  readonly demoSignIns?: Demo['demoSignIns'] | undefined;
  /** Put where a person would have put them; for demos and unattended desks. */
  readonly credentials?: readonly PlatformCredential[] | undefined;
  readonly openLink?: OpenOutside | undefined;
  readonly desktop?: DeskCoreDeps['desktop'];
  readonly defaultSettings?: DeskCoreDeps['defaultSettings'];
  readonly appVersion?: string | undefined;
  /** Stands on an office machine and sends what its person scheduled there; counts as nobody's presence. */
  readonly isExecutor?: boolean | undefined;
}

/** Reads a center's file for a demo. Throws DESK_OPTION_INVALID. */
export function readDemo(file: string): Demo {
  try {
    const { signIns, sandboxCredential } = demoSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { demoSignIns: signIns, credentials: sandboxCredential === undefined ? [] : [sandboxCredential] };
  } catch (cause) {
    throw new CodedError('DESK_OPTION_INVALID', { field: '--demo', detail: `${file} is not the file of a running center.`, cause });
  }
}

/** One desk with everything it stands on, the same for every host. Throws REPLICA_IN_USE, REPLICA_READ_ONLY. */
export async function openDesk(options: OpenDeskOptions): Promise<DeskCore> {
  const { dataDir, log } = options;
  makeFolder(dataDir);
  // Before anything else is touched: two desks on one folder would share keys and copies.
  const lock = takeInstanceLock(path.join(dataDir, 'desk'));
  try {
    const secretStore = await openSecretStore({
      profile: keychainProfile(dataDir),
      dataDir,
      log,
      useKeychain: options.sessionOnlySecrets !== true,
    });
    for (const credential of options.credentials ?? []) await keepCredential(secretStore, credential, log);
    const core = await createDeskCore({
      dataDir,
      appVersion: options.appVersion ?? '0.1.0',
      secretStore,
      passphrase: options.passphrase,
      connectors: createConnectors(() => systemClock.now()),
      clock: systemClock,
      timers: systemTimers,
      ids: systemIds,
      rng: systemRng,
      log,
      allowPlainHttp: process.env['LEITSTAND_ALLOW_PLAIN_HTTP'] === '1',
      serverUrl: options.serverUrl,
      demoSignIns: options.demoSignIns,
      defaultSettings: options.defaultSettings,
      openLink: options.openLink,
      desktop: options.desktop,
      isHeadless: options.isExecutor,
    });
    return {
      handlers: core.handlers,
      subscribe: (listener) => core.subscribe(listener),
      close: () => core.close().finally(() => lock.release()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CodedError('REPLICA_READ_ONLY', { field: dataDir, cause });
  }
}

/** The name under which this folder's entries stand in the keychain: kept with the folder, so that it may be moved. */
function keychainProfile(dataDir: string): string {
  const file = path.join(dataDir, 'keychain-profile');
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (/^desk-[0-9a-f]{16}$/.test(known)) return known;
  } catch {
    // The first start: it is made below.
  }
  const made = `desk-${randomBytes(8).toString('hex')}`;
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/** A keychain that refuses leaves the credential missing, and the screen says so. */
async function keepCredential({ store }: OpenedSecretStore, { credentialId, value }: PlatformCredential, log: HostLog): Promise<void> {
  const vault = new CredentialVault(store, credentialEntry);
  try {
    const stored = await vault.get(credentialId);
    // One that came from another desk, or was renewed, is newer than what a demo brings along.
    if (stored === undefined || (stored.version === 0 && stored.value !== value)) await vault.put(credentialId, { value, version: 0 });
  } catch (error) {
    log.warn({ code: error instanceof CodedError ? error.code : 'INTERNAL' }, 'a credential could not be stored');
  }
}
