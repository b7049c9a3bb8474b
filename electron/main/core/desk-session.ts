import { createHash } from 'node:crypto';
import path from 'node:path';
import { OWN_SESSION_CREDENTIAL } from '../../../shared/domain/own-credential.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import type { IpcRequest, IpcResponse, SessionView, Unsent } from '../../../shared/ipc/index.ts';
import { FINISHED, type OutboxItem } from '../../../shared/sync/outbox-state.ts';
import { forgetDesk } from '../accounts/desk-keys.ts';
import { REPLICA_KEY_NAME } from '../secrets/replica-key.ts';
import type { SecretStore } from '../secrets/secret-store-port.ts';
import { openOrRebuild, type KeyKeptBy, type OpenedReplica } from '../storage/care.ts';
import { renewIdentity } from '../storage/renew-identity.ts';
import { wipeReplica } from '../storage/wipe.ts';
import { createAuthClient, type AuthClient, type SignInAnswer } from '../sync/auth-client.ts';
import { DeskSync, type Trouble } from '../sync/desk-sync.ts';
import type { Emit, Person } from '../sync/ports.ts';
import { TokenKeeper } from '../sync/token-keeper.ts';
import { DeskCustody } from './desk-custody.ts';
import { messageContent } from './message-content.ts';
import { ownSession, tellVisitor } from './own-platform.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import { ServerWords } from './server-words.ts';
import type { ProfileFile } from './profile-file.ts';
import { codedRefusal, readPerson } from './sign-in-answer.ts';
import { StorageCalls } from './storage-calls.ts';
import { REFRESH_ENTRY, StorageDoor } from './storage-door.ts';
import { collectUnsent, nothingUnsent } from './unsent.ts';

const [WELCOME_WAIT_MS, UPLOAD_WAIT_MS] = [5_000, 4_000];

/** Somebody signed in, with their copy of the center. */
export interface OpenDesk {
  readonly profileId: string;
  readonly serverUrl: string;
  readonly sync: DeskSync;
  readonly opened: OpenedReplica;
  readonly durable: boolean;
  readonly keptBy: KeyKeptBy;
  readonly custody: DeskCustody;
  readonly words: ServerWords;
}

interface Signed extends OpenDesk {
  readonly auth: AuthClient;
  readonly tokens: TokenKeeper;
  readonly secrets: SecretStore;
}

/** Who is signed in on this desk, and the way in and out. One local copy per server and person. */
export class DeskSession {
  readonly #deps: DeskCoreDeps;
  readonly #file: ProfileFile;
  readonly #emit: Emit;
  readonly #door: StorageDoor;
  #desk: Signed | undefined;
  #person: Person | undefined;
  #error: { code: string; message: string } | undefined;
  /** Not yet told: nobody was signed in when it happened. */
  #rebuilt: OpenedReplica['rebuilt'];
  /** Sign-in and sign-out one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(deps: DeskCoreDeps, file: ProfileFile, emit: Emit) {
    this.#deps = deps;
    this.#file = file;
    this.#emit = emit;
    this.#door = new StorageDoor(deps);
  }

  get desk(): OpenDesk | undefined {
    return this.#desk;
  }

  mustDesk(): OpenDesk {
    if (this.#desk === undefined) throw new CodedError('SIGNED_OUT');
    return this.#desk;
  }

  /** A file or the HTML of a message, under this person's session. */
  content(request: IpcRequest<'message.content'>): Promise<IpcResponse<'message.content'>> {
    return messageContent(this.#desk, request);
  }

  view(): SessionView {
    const { demoSignIns } = this.#deps;
    const file = this.#file.get();
    const limitations = this.#door.limitations();
    if (this.#desk !== undefined && this.#person !== undefined)
      return { kind: 'signedIn', ...this.#person, serverUrl: this.#desk.serverUrl, limitations };
    const door = this.#door.kind(file.profileId === undefined ? undefined : this.#folder(file.profileId), this.#error?.code);
    return {
      kind: 'signedOut',
      serverUrl: file.serverUrl ?? this.#deps.serverUrl,
      limitations,
      ...(door === undefined ? {} : { door }),
      ...(file.lastName === undefined ? {} : { lastName: file.lastName }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(demoSignIns === undefined ? {} : { demoSignIns: [...demoSignIns] }),
    };
  }

  /** At start: shows the copy of whoever was here last, before the network has said a word. */
  async resume(): Promise<void> {
    const { profileId, serverUrl } = this.#file.get();
    if (profileId === undefined || serverUrl === undefined) return;
    // It waits for its passphrase: the screen asks for it.
    if (this.#door.kind(this.#folder(profileId), undefined) === 'passphrase') return;
    await this.#open(profileId, serverUrl, undefined).catch((error: unknown) => this.#couldNotOpen(error));
  }

  #couldNotOpen(error: unknown): void {
    this.#error = isCodedError(error) ? { code: error.code, message: error.message } : { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
    this.#deps.log.error({ code: this.#error.code }, 'the local copy could not be opened');
  }

  /** The ways to the local copy and what it takes up. */
  get storage(): StorageCalls {
    return new StorageCalls({
      door: this.#door,
      file: this.#file,
      desk: () => this.#desk,
      folder: (profileId) => this.#folder(profileId),
      inTurn: (run) => this.#inTurn(run),
      open: (profileId, serverUrl) => this.#open(profileId, serverUrl, undefined),
      close: () => this.#closeDesk(),
      resume: () => this.resume(),
      view: () => this.view(),
      forgetFailure: () => (this.#error = undefined),
      announce: () => this.#announce(),
    });
  }

  /** Throws AUTH_REFUSED, SERVER_UNREACHABLE … and the coded errors of storage; then nobody is signed in. */
  signIn(given: { readonly serverUrl: string; readonly passphrase?: string | undefined }, prove: (auth: AuthClient) => Promise<SignInAnswer>, lastName: (answer: SignInAnswer) => string | undefined = () => this.#file.get().lastName): Promise<SessionView> {
    return this.#inTurn(async () => {
      const serverUrl = new URL(given.serverUrl).origin;
      const auth = createAuthClient(serverUrl, `desk ${this.#deps.appVersion}`, this.#deps.allowPlainHttp);
      let answer: SignInAnswer;
      try {
        answer = await prove(auth);
      } catch (error) {
        throw codedRefusal(error);
      }
      await this.#closeDesk();
      this.#error = undefined;
      const profileId = createHash('sha256').update(`${serverUrl}\n${answer.identity.agentId}`).digest('hex').slice(0, 24);
      this.#file.change({ serverUrl, lastName: lastName(answer), profileId });
      if (given.passphrase !== undefined) this.#door.give(given.passphrase);
      await this.#open(profileId, serverUrl, answer);
      await this.#welcome();
      return this.#announce();
    });
  }

  /**
   * Takes everything of the server's off this machine. Stops before that where something is unsent and `discardUnsent` is false; what was not sent is named
   * either way. `keepAsDrafts`: what may be taken back goes up as a draft first. Throws OFFLINE_NEEDS_SERVER; then nothing has changed.
   */
  signOut({ discardUnsent, keepAsDrafts = false }: IpcRequest<'session.signOut'>): Promise<IpcResponse<'session.signOut'>> {
    return this.#inTurn(async () => {
      const desk = this.#desk;
      if (desk === undefined) return { signedOut: true, unsent: { replies: [], drafts: [], commands: [] } };
      const { sync } = desk;
      if (keepAsDrafts && !sync.online) throw new CodedError('OFFLINE_NEEDS_SERVER');
      const rescued = keepAsDrafts ? sync.book.open().filter((item) => sync.pump.takeBack(item.replyId, (taken) => sync.drafts.keepReply(taken, false))) : [];
      await this.#upload(sync);
      const notKept = await this.#draftsNotThere(sync, rescued);
      const unsent = collectUnsent(sync, notKept);
      if (!nothingUnsent(unsent) && !discardUnsent) return { signedOut: false, unsent };
      const open = sync.book.open();
      for (const item of open) sync.pump.takeBack(item.replyId);
      if (open.length > 0) await this.#upload(sync);
      await desk.tokens
        .refreshToken()
        .then((token) => (token === undefined ? undefined : desk.auth.signOut(token)))
        .catch((error: unknown) =>
          this.#deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the server did not hear of the sign-out'),
        );
      await sync.stop();
      await wipeReplica(this.#folder(desk.profileId), desk.secrets, {
        replica: desk.opened.replica,
        finishedStates: [...FINISHED],
        confirm: () => true,
        keyName: REPLICA_KEY_NAME,
      });
      await Promise.all([desk.tokens.forget(), forgetDesk(desk.secrets)])
        .catch((error: unknown) =>
          this.#deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the refresh token could not be deleted'),
        );
      this.#desk = undefined;
      this.#person = undefined;
      this.#error = undefined;
      this.#door.forget();
      this.#file.change({ profileId: undefined });
      this.#announce();
      return { signedOut: true, unsent };
    });
  }

  /** What would be gone with the local copy. */
  unsent(): Unsent {
    return this.#desk === undefined ? { replies: [], drafts: [], commands: [] } : collectUnsent(this.#desk.sync);
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeDesk());
  }

  async #open(profileId: string, serverUrl: string, answer: SignInAnswer | undefined): Promise<void> {
    const deps = this.#deps;
    const folder = this.#folder(profileId);
    const { key, keptBy, secrets } = await this.#door.open(profileId, folder);
    // Without a token nobody is signed in here, unless that is being done just now.
    if (answer === undefined && (await secrets.get(REFRESH_ENTRY)) === undefined) return void key.fill(0);
    const auth = createAuthClient(serverUrl, `desk ${deps.appVersion}`, deps.allowPlainHttp);
    const tokens = new TokenKeeper({ auth, secrets, entry: REFRESH_ENTRY, clock: deps.clock, log: deps.log });
    // The first refresh token counts as used with the first link, so it is stored before that.
    if (answer !== undefined) await tokens.adopt(answer);
    const opened = (deps.openStorage ?? openOrRebuild)({ dataDir: folder, key, keptBy, now: () => deps.clock.now() });
    key.fill(0);
    // Wherever it is met, in a frame, a search or a click: the copy is mended, not the call.
    opened.replica.whenDamaged(() => void this.#mend('damaged'));
    const { meta } = opened.stores;
    const stored = readPerson(meta.get('person')) ?? this.#person;
    this.#rebuilt = opened.rebuilt ?? this.#rebuilt;
    if (answer === undefined && stored === undefined) {
      opened.replica.close();
      if (opened.rebuilt !== undefined) throw new CodedError(opened.rebuilt.code, { detail: 'Sign in: what could be saved of it lies ready.' });
      return;
    }
    const identity = answer?.identity;
    this.#person =
      identity === undefined
        ? stored
        : { agentId: identity.agentId, name: stored?.name ?? identity.name, initials: stored?.initials ?? '', role: identity.role, centerName: stored?.centerName ?? '' };
    meta.set('serverUrl', serverUrl);
    if (identity === undefined) meta.set('person', JSON.stringify(stored));
    if (identity !== undefined) meta.set('agentId', identity.agentId);
    const custody = await DeskCustody.open(deps, secrets);
    const sync = this.#startSync({ profileId, serverUrl, opened, durable: opened.durable, keptBy, auth, tokens, secrets, custody, words: new ServerWords(this.#emit) });
    this.#tellRebuilt(sync);
  }

  #startSync(desk: Omit<Signed, 'sync'>): DeskSync {
    const deps = this.#deps;
    const { tokens, serverUrl, custody, words } = desk;
    const { stores } = desk.opened;
    const sync: DeskSync = new DeskSync({
      base: {
        stores,
        clock: deps.clock,
        timers: deps.timers,
        ids: deps.ids,
        rng: deps.rng,
        log: deps.log,
        emit: this.#emit,
        app: deps.appVersion,
        person: () => this.#mustPerson(),
      },
      serverUrl,
      token: (force) => tokens.fresh(force),
      connectors: deps.connectors,
      credentials: { ...custody.source, get: (credentialId) => (credentialId === OWN_SESSION_CREDENTIAL ? ownSession(serverUrl, tokens) : custody.source.get(credentialId)) },
      onWord: (name, payload) => (name === 'visitor' ? tellVisitor(this.#emit, payload) : name === 'custody' ? custody.changed() : words.told(name, payload)),
      onLimits: (accountId, readings) => void sync.link.up('budgetReading', { accountId, readings }),
      settings: () => this.#file.settings(),
      linkTimes: deps.linkTimes,
      isHeadless: deps.isHeadless,
      onWelcome: (person, welcome) => {
        custody.welcomed(welcome);
        const changed = JSON.stringify(person) !== JSON.stringify(this.#person);
        this.#person = person;
        if (changed && this.#desk !== undefined) this.#announce();
      },
      onSignInNeeded: (code, message) => void this.#ended(code, message),
      onTrouble: (trouble) => void this.#mend(trouble),
    });
    this.#desk = { ...desk, sync };
    custody.attach(sync, () => this.#emit('accounts', {}));
    sync.start();
    return sync;
  }

  /** What a new beginning mends without a person: a damaged copy is set aside and salvaged, a copy whose numbers the server refuses gets a new id. */
  #mend(trouble: Trouble): Promise<void> {
    const meant = this.#desk;
    return this.#inTurn(async () => {
      const desk = this.#desk;
      // The same trouble is met in several places; once mended it is over.
      if (desk === undefined || desk !== meant) return;
      const person = this.#person;
      const { profileId, serverUrl, opened } = desk;
      this.#deps.log.warn({ trouble }, 'the desk begins anew with its local copy');
      await this.#stop(desk);
      if (trouble === 'numbers') {
        renewIdentity(opened.replica, this.#deps.ids.next(), this.#deps.clock.now());
        this.#startSync(desk);
        return;
      }
      await this.#closeDesk();
      // Who works here is known, even where the damaged copy no longer says so.
      this.#person = person;
      await this.#open(profileId, serverUrl, undefined).catch((error: unknown) => this.#couldNotOpen(error));
      if (this.#desk === undefined) this.#person = undefined;
      this.#announce();
    });
  }

  #tellRebuilt(sync: DeskSync): void {
    const rebuilt = this.#rebuilt;
    if (rebuilt === undefined) return;
    this.#rebuilt = undefined;
    const { replies, drafts, orphanAttempts } = rebuilt.salvaged;
    this.#deps.log.warn(
      {
        code: rebuilt.code,
        setAsideAs: rebuilt.setAsideAs,
        replies,
        drafts,
        lost: rebuilt.lostReplyIds.length,
        orphans: orphanAttempts.length,
        readable: rebuilt.readable,
      },
      'the local copy was rebuilt',
    );
    sync.notices.add({
      kind: 'replicaRebuilt',
      code: rebuilt.code,
      values: { replies, drafts, lost: rebuilt.lostReplyIds.length + orphanAttempts.length },
    });
  }

  /** The welcome brings name and initials; where the server cannot be had, the copy has to do. */
  async #welcome(): Promise<void> {
    const { clock, timers } = this.#deps;
    const end = clock.steady() + WELCOME_WAIT_MS;
    while (this.#desk?.sync.link.state.kind === 'connecting' && clock.steady() < end) {
      await new Promise<void>((resolve) => timers.after(10, resolve));
    }
  }

  /** The server ended the session. The copy with all that is unsent stays; signing in again goes on with it. */
  #ended(code: string, message: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#desk === undefined) return;
      this.#deps.log.warn({ code }, 'the session ended');
      await this.#closeDesk();
      this.#error = { code, message };
      this.#announce();
    });
  }

  async #upload(sync: DeskSync): Promise<void> {
    sync.drafts.flush();
    const end = this.#deps.clock.steady() + UPLOAD_WAIT_MS;
    while (sync.online && sync.lane.pending.length > 0 && this.#deps.clock.steady() < end) await new Promise<void>((resolve) => this.#deps.timers.after(50, resolve));
  }

  /** Of these taken-back replies, those whose draft the server does not show: it may have refused one. */
  async #draftsNotThere(sync: DeskSync, rescued: readonly OutboxItem[]): Promise<OutboxItem[]> {
    const ids = new Set(rescued.map(({ replyId }) => replyId));
    const missing = (): OutboxItem[] => rescued.filter(({ conversationId }) => !ids.has(sync.view.get('draft', conversationId)?.fromReplyId ?? ''));
    const end = this.#deps.clock.steady() + UPLOAD_WAIT_MS;
    while (missing().length > 0 && sync.online && this.#deps.clock.steady() < end) await new Promise<void>((resolve) => this.#deps.timers.after(50, resolve));
    return missing();
  }

  async #closeDesk(): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    this.#desk = undefined;
    await this.#stop(desk);
    desk.opened.replica.close();
    this.#person = undefined;
  }

  /** What is not written any more was refused where it was typed, or is on the disk already. */
  async #stop({ sync }: OpenDesk): Promise<void> {
    await sync.stop().catch((error: unknown) => this.#deps.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the desk did not stop in order'));
  }

  #mustPerson(): Person {
    if (this.#person !== undefined) return this.#person;
    throw new CodedError('SIGNED_OUT');
  }

  #folder(profileId: string): string {
    return path.join(this.#deps.dataDir, 'profiles', profileId);
  }

  #announce(view = this.view()): SessionView {
    this.#emit('session', view);
    return view;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(run, run);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}
