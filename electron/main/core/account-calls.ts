import { credentialOf, getChannel, type ChannelDescriptor, type CredentialKind } from '../../../shared/channels/index.ts';
import type { Account } from '../../../shared/domain/account.ts';
import type { ConnectResult, CustodyView, IpcRequest } from '../../../shared/ipc/index.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import { envelopeOf } from '../../../shared/commands/index.ts';
import { runCommand } from './run-command.ts';
import { askIssuer } from '../accounts/issuer.ts';
import { beginSignIn, OWN_CLIENT_ID, type SignInUnderWay } from '../accounts/oauth2.ts';
import { registerClient, type ClientName } from '../accounts/register-client.ts';
import { secureUrl } from '../accounts/secure-url.ts';
import { safetyNumber } from '../accounts/sealed-box.ts';
import type { Emit } from '../sync/ports.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import type { DeskSession } from './desk-session.ts';

const CHECK_TIMEOUT_MS = 20_000;
type Values = Readonly<Record<string, string>>;

/** Connecting accounts and handing their credentials over, for the screen. Values go in and never come out. */
export class AccountCalls {
  readonly #deps: DeskCoreDeps;
  readonly #session: DeskSession;
  readonly #emit: Emit;
  readonly #onChecked: (credentialId: string, as: string) => void;
  readonly #signIns = new Map<string, SignInUnderWay>();

  /** `onChecked`: the platform has accepted this credential. */
  constructor(deps: DeskCoreDeps, session: DeskSession, emit: Emit, onChecked: (credentialId: string, as: string) => void) {
    this.#onChecked = onChecked;
    this.#deps = deps;
    this.#session = session;
    this.#emit = emit;
  }

  /** By what the channel says of its credential, never by its name. */
  async connect({ accountId, values }: IpcRequest<'account.connect'>): Promise<ConnectResult> {
    try {
      const { account, channel } = this.#account(accountId);
      const kind = credentialOf(channel.credential, account.settings);
      const fields = fieldsOf(kind, values);
      // A token that somebody has already is as good as one from a sign-in.
      if (kind.kind !== 'oauth2' || kind.oauth2 === undefined || typeof fields['accessToken'] === 'string') return await this.#keep(account, JSON.stringify(fields));
      return await this.#signIn(account, kind, fields);
    } catch (error) {
      return refusal(error);
    }
  }

  cancel(attemptId: string): void {
    this.#signIns.get(attemptId)?.cancel();
  }

  /** One post on a platform that is there for trying, taken back where that can be done. */
  async test(accountId: string): Promise<{ ok: boolean; detail: string }> {
    const { account, channel } = this.#account(accountId);
    const connector = this.#deps.connectors.get(account.channel);
    const credential = await this.#custody().source.get(account.credentialId);
    if (connector === undefined || credential === undefined) throw new CodedError('CREDENTIAL_MISSING');
    const target = { accountHandle: account.handle, credential, ...(account.settings === undefined ? {} : { settings: account.settings }), signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) };
    if (channel.trial !== true || !channel.visibilities.includes('public')) {
      const checked = await connector.check(target);
      if (checked.ok) await this.#learn(account, checked.settings);
      return checked.ok ? { ok: true, detail: checked.as } : { ok: false, detail: `${checked.code}: ${checked.detail}`.slice(0, 500) };
    }
    const id = this.#deps.ids.next();
    const sent = await connector.send({ ...target, frozen: { parts: [`Testbeitrag ${id.slice(-6)}`], visibility: 'public' }, part: 0, platformKey: `test-${id}` });
    if (sent.kind !== 'delivered') return { ok: false, detail: sent.kind === 'failed' ? `${sent.failure.code}: ${sent.failure.detail}` : sent.detail };
    await connector.remove?.({ ...target, remoteId: sent.remoteId, visibility: 'public' });
    return { ok: true, detail: account.handle };
  }

  async custody(): Promise<{ number: string | null; credentials: CustodyView[] }> {
    const desk = this.#custody();
    const { custodian, vault, trusted } = desk;
    if (custodian === undefined || trusted === undefined) return { number: null, credentials: [] };
    const { deskId: mine, keys } = custodian.identity;
    const ids = [...new Set(desk.accounts().map(({ credentialId }) => credentialId))];
    const credentials = await Promise.all(
      ids.map(async (credentialId): Promise<CustodyView> => {
        const stored = await vault.get(credentialId);
        const state = custodian.stateOf(credentialId);
        const waits = custodian.unprovenOf(credentialId);
        return {
          credentialId,
          mayHandOver: state?.mayHandOver ?? false,
          ...(stored?.expiresAt === undefined ? {} : { expiresAt: stored.expiresAt }),
          unshared: stored?.unshared !== undefined,
          ended: custodian.isRefused(credentialId),
          ...(state?.rotateSince === undefined ? {} : { rotateSince: state.rotateSince }),
          desks: (state?.desks ?? []).map(({ deskId, agentId, name, publicKey, seenAt, version, takenAt }) => ({ deskId, agentId, name, number: numberOf(publicKey), trust: deskId === mine ? 'thisDesk' : trusted.of(deskId, publicKey), hasLatest: state !== undefined && state.latestVersion > 0 && version === state.latestVersion, seenAt, ...(takenAt === undefined ? {} : { takenAt }) })),
          revoked: [...(state?.revoked ?? [])],
          ...(waits === undefined ? {} : { waitsFrom: { name: waits.name, number: numberOf(waits.publicKey), changed: waits.changed } }),
        };
      }),
    );
    return { number: safetyNumber(keys.publicKey), credentials };
  }

  async handOver({ credentialId, deskId }: IpcRequest<'custody.handOver'>): Promise<Record<string, never>> {
    await this.#custodian().handOver(credentialId, deskId);
    return {};
  }

  async accept(credentialId: string): Promise<Record<string, never>> {
    await this.#custodian().accept(credentialId);
    return {};
  }

  async revoke({ credentialId, agentId, revoked }: IpcRequest<'custody.revoke'>): Promise<Record<string, never>> {
    await this.#custodian().revoke(credentialId, agentId, revoked);
    return {};
  }

  async #signIn(account: Account, { oauth2, scopes }: CredentialKind, fields: Readonly<Record<string, unknown>>): Promise<ConnectResult> {
    if (oauth2 === undefined) throw new CodedError('INTERNAL');
    const known = { ...account.settings, ...fields };
    let clientId = typeof fields['clientId'] === 'string' ? fields['clientId'] : OWN_CLIENT_ID;
    let clientSecret = typeof fields['clientSecret'] === 'string' ? fields['clientSecret'] : undefined;
    const { registerUrl } = oauth2;
    const register = registerUrl === undefined || typeof fields['clientId'] === 'string' ? undefined : async (redirectUri: string): Promise<ClientName> => {
      const named = await registerClient({ url: filled(registerUrl, known), redirectUri, scopes: scopes.map(({ name }) => name) });
      ({ clientId, clientSecret } = named);
      return named;
    };
    const found = await issuerOf(oauth2, known);
    const tokenUrl = found?.tokenUrl ?? filled(oauth2.tokenUrl, known);
    const signIn = await beginSignIn({
      authorizeUrl: found?.authorizeUrl ?? filled(oauth2.authorizeUrl, known),
      tokenUrl,
      ...(found === undefined ? {} : { issuer: found.issuer }),
      clientId,
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(register === undefined ? {} : { register }),
      scopes: scopes.map(({ name }) => name),
      loginHint: account.handle,
      now: () => this.#deps.clock.now(),
    });
    const attemptId = this.#deps.ids.next();
    this.#signIns.set(attemptId, signIn);
    void signIn.done
      .then(({ accessToken, refreshToken, expiresAt }) => this.#exchanged(account, expiresAt, JSON.stringify({ ...fields, clientId, ...(found === undefined ? {} : { tokenUrl }), ...(clientSecret === undefined ? {} : { clientSecret }), accessToken, ...(refreshToken === undefined ? {} : { refreshToken }), ...(expiresAt === undefined ? {} : { expiresAt }) })))
      .catch((error: unknown) => refusal(error))
      .then((result) => this.#emit('connect', { attemptId, result }))
      .finally(() => this.#signIns.delete(attemptId));
    // Only https goes to the system's browser by itself; a trial platform on this machine is opened by whoever shows the desk.
    const opened = new URL(signIn.url).protocol === 'https:' && ((await this.#deps.openLink?.(signIn.url)) ?? false);
    return { status: 'signIn', attemptId, url: signIn.url, opened };
  }

  /** What the browser brought, made into what is used, where the channel has that step. */
  async #exchanged(account: Account, expiresAt: number | undefined, value: string): Promise<ConnectResult> {
    const exchange = this.#deps.connectors.get(account.channel)?.exchange;
    if (exchange === undefined) return this.#keep(account, value, expiresAt);
    const outcome = await exchange({ accountHandle: account.handle, credential: value, ...(account.settings === undefined ? {} : { settings: account.settings }), signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
    return outcome.kind === 'ready' ? this.#keep(account, outcome.credential) : refusal(new CodedError(outcome.code, { detail: outcome.detail }));
  }

  /** Looked at by the platform first: one that it refuses is not kept. */
  async #keep(account: Account, value: string, expiresAt?: number): Promise<ConnectResult> {
    const connector = this.#deps.connectors.get(account.channel);
    if (connector === undefined) throw new CodedError('CHANNEL_NO_CONNECTOR');
    const checked = await connector.check({ accountHandle: account.handle, credential: value, ...(account.settings === undefined ? {} : { settings: account.settings }), signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
    if (!checked.ok) return refusal(new CodedError(checked.code === 'CREDENTIAL_INVALID' ? 'CREDENTIAL_INVALID' : checked.code === 'CREDENTIAL_REJECTED' ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', { detail: checked.detail }));
    const ends = expiresAt ?? checked.expiresAt;
    await this.#custodian().connect(account.credentialId, value, ends);
    this.#session.desk?.sync.credentials.changed(account.credentialId);
    this.#onChecked(account.credentialId, checked.as);
    await this.#learn(account, checked.settings);
    return { status: 'connected', as: checked.as, ...(ends === undefined ? {} : { expiresAt: ends }) };
  }

  /** What the platform said of itself goes to every desk with the account; only an admin's desk may write it there, and nothing hangs on it. */
  async #learn(account: Account, said: Readonly<Record<string, number>> | undefined): Promise<void> {
    const sync = this.#session.desk?.sync;
    if (said === undefined || sync === undefined || Object.entries(said).every(([name, value]) => account.settings?.[name] === value)) return;
    const { stopped: _stopped, ...data } = account;
    await runCommand(sync, envelopeOf({ type: 'account.register', data: { ...data, settings: { ...account.settings, ...said } } } as never)).catch(() => undefined);
  }

  #account(accountId: string): { account: Account; channel: ChannelDescriptor } {
    const account = this.#custody().accounts().find(({ id }) => id === accountId);
    const channel = account === undefined ? undefined : getChannel(account.channel);
    if (account === undefined || channel === undefined) throw new CodedError('ACCOUNT_NOT_KNOWN');
    return { account, channel };
  }

  #custody(): ReturnType<DeskSession['mustDesk']>['custody'] {
    return this.#session.mustDesk().custody;
  }

  #custodian(): NonNullable<ReturnType<DeskSession['mustDesk']>['custody']['custodian']> {
    const { custodian } = this.#custody();
    if (custodian === undefined) throw new CodedError('KEYCHAIN_UNAVAILABLE');
    return custodian;
  }
}

const numberOf = (publicKey: string): string => safetyNumber(Buffer.from(publicKey, 'base64'));

function refusal(error: unknown): Extract<ConnectResult, { status: 'refused' }> {
  const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
  return { status: 'refused', code: coded.code, message: coded.message, remedy: coded.remedy };
}

/** INPUT_INVALID naming the first field that is missing or has the wrong form. */
function fieldsOf(kind: CredentialKind, values: Values): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { name, kind: form, required, choices } of kind.fields) {
    const text = (values[name] ?? '').trim();
    if (text === '') {
      if (required) throw new CodedError('INPUT_INVALID', { field: name });
      continue;
    }
    if (form === 'address' && /^[a-z][a-z+.-]*:/i.test(text)) secureUrl(text);
    if (form === 'choice' && choices?.includes(text) !== true) throw new CodedError('INPUT_INVALID', { field: name });
    if (form === 'number' && !/^\d{1,9}$/.test(text)) throw new CodedError('INPUT_INVALID', { field: name });
    fields[name] = form === 'number' ? Number(text) : form === 'flag' ? text === 'true' : form === 'address' ? text.replace(/\/+$/, '') : text;
  }
  return fields;
}

/** What the issuer says, where the account's settings name it and no addresses. */
function issuerOf({ issuerIn, authorizeUrl, tokenUrl }: NonNullable<CredentialKind['oauth2']>, known: Readonly<Record<string, unknown>>): ReturnType<typeof askIssuer> | Promise<undefined> {
  const issuer = issuerIn === undefined ? undefined : known[issuerIn];
  const isNamed = [authorizeUrl, tokenUrl].every((template) => [...template.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => typeof known[name] === 'string' && known[name] !== ''));
  return typeof issuer === 'string' && issuer !== '' && !isNamed ? askIssuer(issuer) : Promise.resolve(undefined);
}

/** `{name}` in an address of the channel; what fills it is an address or a host, never a whole other place by trick: the result is checked as a whole. */
function filled(template: string, known: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name];
    if (typeof value !== 'string' || value === '') throw new CodedError('INPUT_INVALID', { field: name });
    return value.replace(/\/+$/, '');
  });
}
