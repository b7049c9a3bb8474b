import type { Account } from '../../../shared/domain/account.ts';
import { OWN_SESSION_CREDENTIAL } from '../../../shared/domain/own-credential.ts';
import type { CredentialView } from '../../../shared/ipc/views.ts';
import type { OutboundConnector } from '../channels/ports.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import type { DeskSession } from './desk-session.ts';
import { vaultOf } from './desk-custody.ts';
import { credentialEntry } from './scoped-secrets.ts';

const CHECK_TIMEOUT_MS = 10_000;

/** Platform credentials on this desk: whether they are there and work. Their values go in and never come out. */
export class Credentials {
  readonly #deps: DeskCoreDeps;
  readonly #session: DeskSession;
  readonly #checked = new Map<string, { status: 'ok' | 'rejected'; detail: string }>();

  constructor(deps: DeskCoreDeps, session: DeskSession) {
    this.#deps = deps;
    this.#session = session;
  }

  async list(): Promise<CredentialView[]> {
    const byId = Map.groupBy(this.#accounts(), (account) => account.credentialId);
    const storedIn = this.#deps.secretStore.kind === 'keychain' ? 'keychain' : 'session';
    return Promise.all(
      [...byId].map(async ([credentialId, accounts]): Promise<CredentialView> => {
        // Whoever is signed in at the center may post on its own platform: there is nothing to store.
        const isOwn = credentialId === OWN_SESSION_CREDENTIAL;
        const present = isOwn || (await this.#deps.secretStore.store.get(credentialEntry(credentialId))) !== undefined;
        const checked = this.#checked.get(credentialId);
        const rejected = present && this.#session.desk?.sync.credentials.status(credentialId) === 'rejected';
        return {
          credentialId,
          channels: [...new Set(accounts.map((account) => account.channel))],
          accounts: accounts.map((account) => account.handle),
          present,
          storedIn,
          status: !present ? 'missing' : rejected ? 'rejected' : (checked?.status ?? (isOwn ? 'ok' : 'unchecked')),
          ...(checked === undefined ? {} : { detail: checked.detail }),
        };
      }),
    );
  }

  /** Stores, then asks the platform. One that the platform refuses stays stored: it may be the platform's bad hour. */
  async set(credentialId: string, value: string): Promise<{ ok: boolean; detail: string }> {
    const custodian = this.#session.desk?.custody.custodian;
    if (custodian === undefined) await vaultOf(this.#deps).put(credentialId, { value, version: 0 });
    else await custodian.connect(credentialId, value);
    this.#checked.delete(credentialId);
    this.#session.desk?.sync.credentials.changed(credentialId);
    const accounts = this.#accounts().filter((account) => account.credentialId === credentialId);
    for (const account of accounts) {
      const connector = this.#deps.connectors.get(account.channel);
      if (connector === undefined) continue;
      const result = await this.#check(connector, account, value);
      this.#checked.set(credentialId, { status: result.ok ? 'ok' : 'rejected', detail: result.detail });
      if (!result.ok) return result;
    }
    return { ok: true, detail: this.#checked.get(credentialId)?.detail ?? 'stored' };
  }

  /** The platform has accepted it a moment ago. */
  checked(credentialId: string, as: string): void {
    this.#checked.set(credentialId, { status: 'ok', detail: as });
  }

  async delete(credentialId: string): Promise<void> {
    await this.#deps.secretStore.store.delete(credentialEntry(credentialId));
    this.#checked.delete(credentialId);
    this.#session.desk?.sync.credentials.changed(credentialId);
    this.#session.desk?.custody.changed();
  }

  #accounts(): Account[] {
    const sync = this.#session.desk?.sync;
    if (sync === undefined) return [];
    return sync.view.rows().flatMap((row) => (row.kind === 'account' && row.value !== null ? [row.value as Account] : []));
  }

  async #check(connector: OutboundConnector, account: Account, credential: string): Promise<{ ok: boolean; detail: string }> {
    const result = await connector.check({ accountHandle: account.handle, credential, ...(account.settings === undefined ? {} : { settings: account.settings }), signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
    return result.ok ? { ok: true, detail: result.as } : { ok: false, detail: `${result.code}: ${result.detail}`.slice(0, 500) };
  }
}
