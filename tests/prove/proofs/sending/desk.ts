import path from 'node:path';
import { envelopeOf } from '../../../../shared/commands/index.ts';
import type { IpcResponse, OutboxEntry } from '../../../../shared/ipc/index.ts';
import type { Behaviour } from '../../../support/fault-platform.ts';
import { KillableProcess, ProcessGone, type Ready } from '../../../support/process-killer.ts';
import type { SendingDeskArgs } from '../../../support/sending-desk.ts';
import { PASSWORD } from '../../../support/server-world.ts';
import { newProfile, type SendingWorld, type Turn } from './world.ts';

/** The person at the desk of one platform: starts it, answers, and decides what only a person can. */
export class DeskPerson {
  readonly behaviour: Behaviour;
  readonly #world: SendingWorld;
  readonly #args: SendingDeskArgs;
  readonly #before: readonly string[];
  readonly #impatient: boolean;
  #desk: KillableProcess | undefined;
  /** Settled by a person's look at the platform. */
  readonly settled = { found: 0, sentAgain: 0 };
  /** Signed in anew because the session had ended. */
  signIns = 0;
  /** What the ends had left open, summed over the starts. */
  readonly met: Record<string, number> = {};
  #signedInOnce = false;

  /** `impatient`: decides while the desk is still looking, instead of waiting for its last look. `before`: runs the process elsewhere. */
  constructor(world: SendingWorld, options: { behaviour: Behaviour; keychain: 'real' | 'file'; serverUrl?: string; before?: readonly string[]; impatient?: boolean }) {
    this.behaviour = options.behaviour;
    this.#world = world;
    this.#before = options.before ?? [];
    this.#impatient = options.impatient === true;
    this.#args = {
      dataDir: path.join(world.dataDir, `desk-${options.behaviour}`),
      serverUrl: options.serverUrl ?? world.serverUrl,
      keychain: options.keychain,
      profile: newProfile(),
    };
  }

  get process(): KillableProcess {
    if (this.#desk === undefined) throw new Error('the desk was never started');
    return this.#desk;
  }

  /** A new process on the same data. Does not wait for it. */
  spawn(dieAt?: string): KillableProcess {
    this.#desk = new KillableProcess(this.#world.deskModule, dieAt === undefined ? this.#args : { ...this.#args, dieAt }, this.#before);
    return this.#desk;
  }

  /** The desk can be worked at, signed in; undefined where it died on the way. */
  async start(dieAt?: string): Promise<Ready | undefined> {
    const desk = this.spawn(dieAt);
    try {
      const ready = await desk.ready;
      if (ready === undefined) {
        const { signal, code } = await desk.exited;
        if (signal !== 'SIGKILL') throw new Error(`the desk ended by itself (${code ?? signal}): ${desk.complaints.join('\n')}`);
        return undefined;
      }
      for (const [state, count] of Object.entries(ready)) if (count !== 0) this.met[state] = (this.met[state] ?? 0) + 1;
      const session = await desk.call<IpcResponse<'session.get'>>('session.get', {});
      if (session.kind === 'signedOut') await this.#signIn(desk);
      return ready;
    } catch (error) {
      if (error instanceof ProcessGone) return undefined;
      throw error;
    }
  }

  async online(limitMs = 120_000): Promise<void> {
    await this.waitFor(
      'online',
      async () => {
        await this.stillSignedIn();
        return (await this.process.call<{ kind: string }>('connection.get', {})).kind === 'online';
      },
      limitMs,
    );
  }

  /** Where the session ended meanwhile, the person signs in again; all unsent is still there. */
  async stillSignedIn(): Promise<void> {
    const session = await this.process.call<IpcResponse<'session.get'>>('session.get', {});
    if (session.kind === 'signedOut') await this.#signIn(this.process);
  }

  /** True where the desk said it keeps the answer. */
  async answer(turn: Turn, text = `Wir kümmern uns um ${turn.remoteId}.`): Promise<boolean> {
    turn.attempted = true;
    const then = { kind: 'close', disposition: { kind: 'resolved' } };
    const request = { conversationId: turn.conversationId, text, visibility: 'public', followUp: false, then };
    try {
      const answer = await this.process.call<IpcResponse<'reply.send'>>('reply.send', request);
      if (answer.status === 'queued') turn.accepted = true;
      return answer.status === 'queued';
    } catch (error) {
      // The session ended in between: the text stays in the composer.
      if (error instanceof Error && error.message.includes('SIGNED_OUT')) return false;
      throw error;
    }
  }

  async entries(): Promise<OutboxEntry[]> {
    return (await this.process.call<IpcResponse<'outbox.load'>>('outbox.load', {})).entries;
  }

  /** Settles what is unclear by a look at the platform, as a person would. Gives how many. */
  async settleUnclear(): Promise<number> {
    let count = 0;
    await this.stillSignedIn();
    for (const entry of await this.entries()) {
      if (entry.state.kind !== 'unclear' || (entry.state.reason === 'looking' && !this.#impatient)) continue;
      const turn = this.turnOf(entry.conversationId);
      if (turn === undefined) continue;
      const found = this.#world.platform(this.behaviour).shows(turn.remoteId);
      try {
        await this.process.call('reply.settle', { replyId: entry.replyId, decision: found ? 'found' : 'sendAgain' });
      } catch (error) {
        // It was settled while the person looked.
        if (error instanceof Error && /REPLY_NOT_OPEN|SIGNED_OUT/.test(error.message)) continue;
        throw error;
      }
      this.settled[found ? 'found' : 'sentAgain'] += 1;
      count += 1;
    }
    return count;
  }

  turnOf(conversationId: string): Turn | undefined {
    return this.#world.turnsOf(this.behaviour).find((turn) => turn.conversationId === conversationId);
  }

  /** Everything has an end a person can see, and the server has heard of it. Throws after `limitMs`. */
  async rest(limitMs = 240_000): Promise<void> {
    await this.online(limitMs);
    const isOver = (kind: string): boolean => kind === 'delivered' || kind === 'failed' || kind === 'becameDraft';
    await this.waitFor(
      'rest',
      async () => {
        await this.settleUnclear();
        const entries = await this.entries();
        return entries.every(({ state }) => isOver(state.kind)) && this.#heard();
      },
      limitMs,
    );
  }

  /** The server has an end for every answer it gave leave for. */
  #heard(): boolean {
    const own = new Set(this.#world.turnsOf(this.behaviour).map((turn) => turn.conversationId));
    return [...this.#world.server.app.center.live.all('reply').values()].every((reply) => !own.has(reply.conversationId) || reply.state === 'delivered' || reply.state === 'failed' || reply.state === 'discarded');
  }

  async waitFor(what: string, holds: () => Promise<boolean>, limitMs: number): Promise<void> {
    const end = performance.now() + limitMs;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`the desk of ${this.behaviour} never came to ${what}: ${await this.#unfinished()} ${this.process.complaints.slice(-5).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** What has no end yet, at the desk and at the server. */
  async #unfinished(): Promise<string> {
    const entries = (await this.entries()).filter(({ state }) => !['delivered', 'failed', 'becameDraft'].includes(state.kind)).slice(0, 3);
    const replies = [...this.#world.server.app.center.live.all('reply').values()].filter(({ state }) => !['delivered', 'failed', 'discarded'].includes(state)).slice(0, 3);
    return JSON.stringify({ entries, replies });
  }

  async #signIn(desk: KillableProcess): Promise<void> {
    const given = { serverUrl: this.#args.serverUrl, name: this.#world.agent(this.behaviour), password: PASSWORD };
    for (let tries = 0; ; tries += 1) {
      try {
        await desk.call('session.signIn', given);
        break;
      } catch (error) {
        // A person would try again.
        if (tries > 8 || !(error instanceof Error) || !/SERVER_UNREACHABLE|AUTH_THROTTLED/.test(error.message)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    }
    if (this.#signedInOnce) this.signIns += 1;
    else {
      await desk.call('credentials.set', { credentialId: `cred-${this.behaviour}`, value: this.#world.platform(this.behaviour).credential });
      // What was closed and comes back to be answered again comes to whoever is there.
      const available = { command: envelopeOf({ type: 'agent.setState', data: { state: 'available' } }) };
      await this.waitFor('available', async () => (await desk.call<{ status: string }>('command.run', available)).status === 'accepted', 60_000);
    }
    this.#signedInOnce = true;
  }
}
