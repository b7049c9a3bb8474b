import { z } from 'zod';
import { ackSchema, UP_ANSWERS, presenceDownSchema, tokenExpiringSchema, type Welcome } from '../../../shared/protocol/down.ts';
import { wireErrorSchema, type WireRefusal } from '../../../shared/protocol/errors.ts';
import type { Hello, UpMessage } from '../../../shared/protocol/up.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { backOffMs, RECONNECT, type BackOffRule } from '../../../shared/sync/back-off.ts';
import type { Clock, Rng, Timers } from '../../../shared/util/ports.ts';
import { loadOpenSocket, type LinkSocket as Socket, type OpenSocket } from './link-port.ts';
import type { SyncLog } from './ports.ts';
import type { TokenResult } from './token-keeper.ts';

export type UpAnswer<N extends UpMessage> = z.output<(typeof UP_ANSWERS)[N]>;
export type UpResult<N extends UpMessage> =
  | { readonly kind: 'ok'; readonly value: UpAnswer<N> }
  | { readonly kind: 'refused'; readonly error: WireRefusal }
  | { readonly kind: 'cut' };

export type LinkState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'open'; readonly welcome: Welcome }
  /** `code` where waiting alone will not help. */
  | { readonly kind: 'down'; readonly reason: string; readonly code?: string | undefined; readonly nextTryAt?: number | undefined }
  | { readonly kind: 'stopped' };

export interface LinkOptions {
  readonly serverUrl: string;
  readonly replicaId: string;
  readonly app: string;
  readonly place: () => 'office' | 'home';
  readonly token: (force: boolean) => Promise<TokenResult>;
  readonly hello: () => Hello;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: SyncLog;
  readonly onState: (state: LinkState) => void;
  /** Raw frames, in order, never before the welcome. Throwing cuts the link. */
  readonly onBatch: (frame: unknown) => void;
  readonly onPresence: (presence: z.infer<typeof presenceDownSchema>) => void;
  /** Words of the server beside the log: something about credentials changed, what is left of the budgets. Raw. */
  readonly onWord?: ((name: 'custody' | 'budget' | 'feeds' | 'visitor' | 'notice', payload: unknown) => void) | undefined;
  readonly onLatency: (ms: number) => void;
  /** The session is over: a person must sign in. */
  readonly onSignInNeeded: (code: string, message: string) => void;
  /** Default: Socket.IO. */
  readonly openSocket?: OpenSocket | undefined;
  readonly times?: Partial<LinkTimes> | undefined;
  /** Said at the handshake: sends what is scheduled for the office machine. */
  readonly headless?: boolean | undefined;
}

/** How long the wire is trusted, ms. */
export interface LinkTimes {
  readonly connectTimeoutMs: number;
  /** Without an acknowledgement for this long the link counts as dead. */
  readonly ackTimeoutMs: number;
  /** A question of our own this often: a half-open link answers none. */
  readonly pingMs: number;
  readonly reconnect: BackOffRule;
}

export const LINK_TIMES: LinkTimes = { connectTimeoutMs: 8_000, ackTimeoutMs: 10_000, pingMs: 15_000, reconnect: RECONNECT };
/** What waiting alone does not mend is tried this seldom. */
const UNMENDED_MS = 20_000;
const RENEW_BEFORE_MS = 60_000;
const PROTOCOL_CODES: ReadonlySet<string> = new Set(['PROTOCOL_MISMATCH', 'VERSION_UNKNOWN', 'ORIGIN_REFUSED']);
const TOKEN_CODES: ReadonlySet<string> = new Set(['TOKEN_INVALID', 'AUTH_TOKEN_INVALID', 'AUTH_TOKEN_EXPIRED']);

/**
 * The wire to the server: one socket at a time, websocket only, own reconnect. Socket.IO's reconnection, recovery and retries stay off:
 * what arrives is decided by cursor and command numbers alone.
 */
export class Link {
  readonly #o: LinkOptions;
  readonly #times: LinkTimes;
  #socket: Socket | undefined;
  #state: LinkState = { kind: 'stopped' };
  #attempt = 0;
  #round = 0;
  #forceToken = false;
  #early: unknown[] = [];
  #cancelTimer: (() => void) | undefined;
  #cancelPing: (() => void) | undefined;
  #cancelRenew: (() => void) | undefined;
  readonly #cuts = new Set<() => void>();

  constructor(options: LinkOptions) {
    this.#o = options;
    this.#times = { ...LINK_TIMES, ...options.times };
  }

  get state(): LinkState {
    return this.#state;
  }

  start(): void {
    if (this.#state.kind !== 'stopped') return;
    this.#connect();
  }

  stop(): void {
    this.#round += 1;
    this.#cancelTimer?.();
    this.#drop();
    this.#set({ kind: 'stopped' });
  }

  /** Caught up: the next trouble starts with a short wait again. Before that, trouble right after each welcome must not make a storm. */
  settled(): void {
    this.#attempt = 0;
  }

  /** Tries at once where it would wait. */
  kick(): void {
    if (this.#state.kind === 'down') this.#connect();
  }

  /** Cuts the present socket and begins anew with a hello: after a gap, or when something answered nonsense. */
  restart(reason: string): void {
    if (this.#state.kind === 'stopped') return;
    this.#o.log.warn({ reason }, 'link begins anew');
    this.#fail(reason);
  }

  /** Sends one message and waits for its acknowledgement. Never throws; `cut` where nobody knows whether it arrived. */
  up<N extends UpMessage>(name: N, payload: unknown): Promise<UpResult<N>> {
    const socket = this.#socket;
    if (socket === undefined || this.#state.kind !== 'open') return Promise.resolve({ kind: 'cut' });
    return this.#emit(socket, name, payload);
  }

  #emit<N extends UpMessage>(socket: Socket, name: N, payload: unknown): Promise<UpResult<N>> {
    const leftAt = this.#o.clock.steady();
    return new Promise((resolve) => {
      let done = false;
      const end = (result: UpResult<N>): void => {
        if (done) return;
        done = true;
        cancel();
        this.#cuts.delete(cut);
        resolve(result);
      };
      const cut = (): void => end({ kind: 'cut' });
      const cancel = this.#o.timers.after(this.#times.ackTimeoutMs, () => {
        end({ kind: 'cut' });
        if (this.#socket === socket) this.#fail(`no answer to ${name}`);
      });
      this.#cuts.add(cut);
      socket.emit(name, payload, (raw: unknown) => {
        this.#o.onLatency(Math.max(0, this.#o.clock.steady() - leftAt));
        const parsed = ackSchema(UP_ANSWERS[name]).safeParse(raw);
        if (!parsed.success) {
          this.#o.log.error({ name, field: parsed.error.issues[0]?.path.join('.') }, 'unreadable acknowledgement');
          end({
            kind: 'refused',
            error: {
              code: 'SERVER_ANSWER_INVALID',
              message: 'The server answered in a form this version does not understand.',
              remedy: 'Update the desk.',
            },
          });
          return;
        }
        const ack = parsed.data as { ok: true; value: UpAnswer<N> } | { ok: false; error: WireRefusal };
        end(ack.ok ? { kind: 'ok', value: ack.value } : { kind: 'refused', error: ack.error });
      });
    });
  }

  #connect(): void {
    this.#cancelTimer?.();
    this.#drop();
    this.#round += 1;
    this.#attempt += 1;
    const round = this.#round;
    this.#set({ kind: 'connecting', attempt: this.#attempt });
    const force = this.#forceToken;
    this.#forceToken = false;
    void this.#o.token(force).then((token) => (round === this.#round ? this.#withToken(token) : undefined));
  }

  async #withToken(token: TokenResult): Promise<void> {
    if (token.kind === 'unreachable') return this.#fail(token.message, token.code === 'SERVER_UNREACHABLE' ? undefined : token.code);
    if (token.kind === 'signInNeeded') {
      this.stop();
      this.#o.onSignInNeeded(token.code, token.message);
      return;
    }
    const round = this.#round;
    const open = this.#o.openSocket ?? (await loadOpenSocket());
    if (round !== this.#round) return;
    const socket = open(this.#o.serverUrl, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      timeout: this.#times.connectTimeoutMs,
      auth: { token: token.token, protocol: PROTOCOL_VERSION, replicaId: this.#o.replicaId, app: this.#o.app, place: this.#o.place(), ...(this.#o.headless === true ? { headless: true } : {}) },
    });
    this.#socket = socket;
    const live =
      (run: (...args: unknown[]) => void) =>
      (...args: unknown[]): void => {
        if (round === this.#round && this.#socket === socket) run(...args);
      };
    socket.on(
      'connect',
      live(() => this.#greet(socket, token.expiresAt)),
    );
    socket.on(
      'connect_error',
      live((error) => this.#refused(error)),
    );
    socket.on(
      'disconnect',
      live((reason) => this.#fail(String(reason))),
    );
    socket.on(
      'batch',
      live((frame) => this.#onFrame(frame)),
    );
    socket.on(
      'presence',
      live((raw) => this.#onPresence(raw)),
    );
    for (const name of ['custody', 'budget', 'feeds', 'visitor', 'notice'] as const) socket.on(name, live((raw) => this.#o.onWord?.(name, raw)));
    socket.on(
      'tokenExpiring',
      live((raw) => {
        const parsed = tokenExpiringSchema.safeParse(raw);
        if (parsed.success) this.#renewToken(socket);
      }),
    );
    socket.on(
      'sessionEnded',
      live((raw) => this.#onSessionEnded(raw)),
    );
    socket.connect();
  }

  #greet(socket: Socket, tokenExpiresAt: number): void {
    const round = this.#round;
    this.#early = [];
    void this.#emit(socket, 'hello', this.#o.hello()).then((answer) => {
      if (round !== this.#round || answer.kind === 'cut') return;
      if (answer.kind === 'refused') return this.#refusedBy(answer.error);
      try {
        this.#set({ kind: 'open', welcome: answer.value });
      } catch (error) {
        // Most likely the disk: without the welcome on it nothing may begin.
        const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
        this.#o.log.error({ code }, 'the welcome could not be written');
        if (round === this.#round) this.#fail('the welcome could not be written', code);
        return;
      }
      if (round !== this.#round) return;
      this.#planRenewal(socket, tokenExpiresAt);
      this.#planPing(socket);
      const early = this.#early;
      this.#early = [];
      for (const frame of early) if (round === this.#round) this.#onFrame(frame);
    });
  }

  #onFrame(frame: unknown): void {
    if (this.#state.kind !== 'open') {
      this.#early.push(frame);
      return;
    }
    try {
      this.#o.onBatch(frame);
    } catch (error) {
      this.unwritten(error);
    }
  }

  /** A frame came and could not be written: the link begins anew, later where the disk has to mend first. */
  unwritten(error: unknown): void {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
    this.#o.log.error({ code, error: error instanceof Error ? error.message : String(error) }, 'a frame could not be written');
    this.#fail('a frame could not be written', code);
  }

  #onPresence(raw: unknown): void {
    const parsed = presenceDownSchema.safeParse(raw);
    if (parsed.success) this.#o.onPresence(parsed.data);
  }

  #onSessionEnded(raw: unknown): void {
    const parsed = z.object({ error: wireErrorSchema }).safeParse(raw);
    const error = parsed.success ? parsed.data.error : undefined;
    // A token that ran out is renewed; a session that was ended is not.
    if (error !== undefined && TOKEN_CODES.has(error.code)) {
      this.#forceToken = true;
      return this.#fail(error.message);
    }
    this.stop();
    this.#o.onSignInNeeded(error?.code ?? 'SESSION_ENDED', error?.message ?? 'The session was ended.');
  }

  /** `connect_error`: middleware puts the coded refusal into `data`. */
  #refused(error: unknown): void {
    const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
    const refusal = wireErrorSchema.safeParse(data);
    if (refusal.success) return this.#refusedBy(refusal.data);
    this.#fail(error instanceof Error ? error.message : 'connect error');
  }

  #refusedBy(error: WireRefusal): void {
    if (TOKEN_CODES.has(error.code)) this.#forceToken = true;
    else if (error.code === 'AUTH_DISABLED' || error.code === 'AUTH_SESSION_ENDED' || error.code === 'SESSION_ENDED') {
      this.stop();
      this.#o.onSignInNeeded(error.code, error.message);
      return;
    }
    this.#fail(error.message, PROTOCOL_CODES.has(error.code) ? error.code : undefined, error.retryAfterMs);
  }

  #fail(reason: string, code?: string, atLeastMs = 0): void {
    this.#drop();
    this.#round += 1;
    const { reconnect } = this.#times;
    const waitMs =
      code !== undefined ? UNMENDED_MS : Math.max(atLeastMs, backOffMs(reconnect, Math.max(1, this.#attempt), this.#o.rng));
    this.#cancelTimer = this.#o.timers.after(waitMs, () => this.#connect());
    this.#set({ kind: 'down', reason, nextTryAt: this.#o.clock.now() + waitMs, ...(code === undefined ? {} : { code }) });
  }

  #drop(): void {
    this.#cancelPing?.();
    this.#cancelRenew?.();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#early = [];
    socket?.removeAllListeners();
    socket?.disconnect();
    for (const cut of [...this.#cuts]) cut();
  }

  #planPing(socket: Socket): void {
    this.#cancelPing = this.#o.timers.after(this.#times.pingMs, () => {
      if (this.#socket !== socket) return;
      void this.#emit(socket, 'replyStatus', { replyIds: [] }).then(() => {
        if (this.#socket === socket) this.#planPing(socket);
      });
    });
  }

  #planRenewal(socket: Socket, expiresAt: number): void {
    this.#cancelRenew?.();
    const inMs = Math.max(1_000, expiresAt - RENEW_BEFORE_MS - this.#o.clock.now());
    this.#cancelRenew = this.#o.timers.after(Math.min(inMs, 2 ** 31 - 1), () => this.#renewToken(socket));
  }

  #renewToken(socket: Socket): void {
    this.#cancelRenew?.();
    void this.#o.token(true).then(async (token) => {
      if (this.#socket !== socket) return;
      if (token.kind === 'signInNeeded') {
        this.stop();
        this.#o.onSignInNeeded(token.code, token.message);
      } else if (token.kind === 'token') {
        const answer = await this.#emit(socket, 'renewToken', { token: token.token });
        if (this.#socket === socket && answer.kind === 'ok') this.#planRenewal(socket, answer.value.expiresAt);
      } else {
        this.#cancelRenew = this.#o.timers.after(5_000, () => this.#renewToken(socket));
      }
    });
  }

  #set(state: LinkState): void {
    this.#state = state;
    this.#o.onState(state);
  }
}
