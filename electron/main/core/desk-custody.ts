import { credentialOf, getChannel } from '../../../shared/channels/index.ts';
import type { Account } from '../../../shared/domain/account.ts';
import type { Welcome } from '../../../shared/protocol/down.ts';
import type { UpMessage } from '../../../shared/protocol/up.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import { Custodian } from '../accounts/custodian.ts';
import { deskIdentity, TrustedDesks } from '../accounts/desk-keys.ts';
import type { CustodyServer, RenewAtPlatform } from '../accounts/ports.ts';
import { CredentialVault } from '../accounts/vault.ts';
import type { SecretStore } from '../secrets/secret-store-port.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import type { UpAnswer } from '../sync/link.ts';
import type { CredentialSource } from '../sync/ports.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import { credentialEntry } from './scoped-secrets.ts';

const RENEW_TIMEOUT_MS = 30_000;

/** One vault for all who sign in on this machine. */
export function vaultOf(deps: DeskCoreDeps): CredentialVault {
  return new CredentialVault(deps.secretStore.store, credentialEntry);
}

/** The credentials of the person signed in here: between keychain, server and platforms. */
export class DeskCustody {
  readonly vault: CredentialVault;
  readonly trusted: TrustedDesks | undefined;
  /** Absent while the keychain gives no key: then credentials are neither taken nor handed on. */
  readonly custodian: Custodian | undefined;
  readonly #deps: DeskCoreDeps;
  #sync: DeskSync | undefined;
  #centerId = '';
  #isKept = false;
  #onState: () => void = () => undefined;

  private constructor(deps: DeskCoreDeps, made: { identity: Awaited<ReturnType<typeof deskIdentity>>; trusted: TrustedDesks } | undefined) {
    this.#deps = deps;
    this.vault = vaultOf(deps);
    this.trusted = made?.trusted;
    this.custodian =
      made === undefined
        ? undefined
        : new Custodian({
            ...made,
            vault: this.vault,
            server: this.#server(),
            credentialIds: () => [...new Set(this.accounts().map(({ credentialId }) => credentialId))],
            platform: this.#platform(),
            clock: deps.clock,
            timers: deps.timers,
            log: deps.log,
            onChanged: (credentialId) => {
              this.#sync?.credentials.changed(credentialId);
              this.#onState();
            },
          });
  }

  /** `secrets`: those of the person's profile. Never throws. */
  static async open(deps: DeskCoreDeps, secrets: SecretStore): Promise<DeskCustody> {
    try {
      const identity = await deskIdentity(secrets);
      const trusted = new TrustedDesks(secrets, () => deps.clock.now());
      await trusted.load();
      return new DeskCustody(deps, { identity, trusted });
    } catch (error) {
      deps.log.warn({ code: isCodedError(error) ? error.code : 'INTERNAL' }, 'this desk has no key of its own');
      return new DeskCustody(deps, undefined);
    }
  }

  attach(sync: DeskSync, onState: () => void): void {
    this.#sync = sync;
    this.#onState = onState;
  }

  get source(): CredentialSource {
    return {
      get: async (credentialId) => (this.custodian === undefined ? (await this.vault.get(credentialId))?.value : this.custodian.get(credentialId)),
      recover: (credentialId, used) => this.custodian?.recover(credentialId, used) ?? Promise.resolve(false),
    };
  }

  welcomed(welcome: Welcome): void {
    this.#centerId = welcome.centerId;
    this.#isKept = welcome.custody === true;
    this.changed();
  }

  /** The server said that something changed, or the desk has caught up. */
  changed(): void {
    void this.custodian?.sync().then(() => this.#onState());
  }

  accounts(): Account[] {
    return (this.#sync?.view.rows() ?? []).flatMap((row) => (row.kind === 'account' && row.value !== null ? [row.value as Account] : []));
  }

  #platform(): RenewAtPlatform {
    const accountOf = (credentialId: string): Account | undefined => this.accounts().find((account) => account.credentialId === credentialId && rotates(account) && this.#deps.connectors.get(account.channel)?.refresh !== undefined);
    return {
      can: (credentialId, value) => accountOf(credentialId) !== undefined && holdsRefreshToken(value),
      renew: async (credentialId, value) => {
        const account = accountOf(credentialId);
        const connector = account === undefined ? undefined : this.#deps.connectors.get(account.channel);
        if (account === undefined || connector?.refresh === undefined) return { kind: 'unreachable', detail: 'nobody here can renew it' };
        return connector.refresh({ accountHandle: account.handle, credential: value, ...(account.settings === undefined ? {} : { settings: account.settings }), signal: AbortSignal.timeout(RENEW_TIMEOUT_MS) });
      },
    };
  }

  #server(): CustodyServer {
    const ask = async <N extends UpMessage>(name: N, payload: unknown): Promise<UpAnswer<N> | undefined> => {
      const answer = await (this.#sync?.link.up(name, payload) ?? Promise.resolve({ kind: 'cut' as const }));
      if (answer.kind === 'ok') return answer.value;
      if (answer.kind === 'cut') return undefined;
      const { code, message, field } = answer.error;
      throw new CodedError(Object.hasOwn(ERROR_CATALOGUE, code) ? (code as ErrorCode) : 'INTERNAL', { detail: message, field });
    };
    const centerId = (): string => this.#centerId;
    const isThere = (): boolean => this.#isKept && this.#sync?.link.state.kind === 'open';
    return {
      get isThere() {
        return isThere();
      },
      get centerId() {
        return centerId();
      },
      report: (report) => ask('custodyReport', report),
      seal: (given) => ask('custodySeal', given),
      revoke: (given) => ask('custodyRevoke', given),
      lease: (given) => ask('refreshLease', given),
    };
  }
}

function holdsRefreshToken(value: string): boolean {
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' && read !== null && 'refreshToken' in read && typeof read.refreshToken === 'string';
  } catch {
    return false;
  }
}

function rotates({ channel, settings }: Account): boolean {
  const known = getChannel(channel);
  return known !== undefined && credentialOf(known.credential, settings).rotates;
}
