import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { envelopeOf, type Command } from '../../../../shared/commands/index.ts';
import { strategyRulesSchema } from '../../../../shared/domain/strategy.ts';
import type { CenterEvent } from '../../../../shared/events/index.ts';
import type { Config } from '../../../../server/config/settings.ts';
import { bundleDesk, type BundledDesk } from '../../../support/bundled-desk.ts';
import { BEHAVIOURS, FaultPlatform, type Behaviour } from '../../../support/fault-platform.ts';
import { post, startServerWorld, type Person, type RawDesk, type ServerWorld } from '../../../support/server-world.ts';

/** A customer's post and what was done about it. */
export interface Turn {
  /** The platform's id of the post. */
  readonly remoteId: string;
  readonly conversationId: string;
  /** The desk was asked to answer it. */
  attempted: boolean;
  /** The desk said that it keeps the answer. */
  accepted: boolean;
}

export interface WorldOptions {
  readonly seed: number;
  readonly behaviours?: readonly Behaviour[] | undefined;
  /** Where server and platforms listen; default this machine alone. */
  readonly host?: string | undefined;
  readonly config?: Partial<Config> | undefined;
  /** Of each account; default: more than any proof sends. */
  readonly budget?: { readonly capacity: number; readonly refillPerMinute: number } | undefined;
}

const agentOf = (behaviour: Behaviour): string => `kim-${behaviour.toLowerCase()}`;
const handleOf = (behaviour: Behaviour): string => `musterkom_${behaviour.toLowerCase()}`;

/** A real server, one platform per behaviour, and for each an agent whose posts are all waiting to be answered. */
export class SendingWorld {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'leitstand-sending-'));
  readonly platforms = new Map<Behaviour, FaultPlatform>();
  readonly turns = new Map<Behaviour, Turn[]>();
  readonly #byRemote = new Map<string, Turn>();
  /** Hear every event as soon as the server's disk has it, before anybody is answered. */
  readonly hooks = new Map<Behaviour, (event: CenterEvent) => void>();
  server!: ServerWorld;
  #bundle!: BundledDesk;
  #lead!: RawDesk;
  #made = 0;
  #leadNo = 0;

  static async start(options: WorldOptions): Promise<SendingWorld> {
    const world = new SendingWorld();
    const behaviours = options.behaviours ?? BEHAVIOURS;
    world.#bundle = await bundleDesk();
    for (const behaviour of behaviours) {
      const dataDir = path.join(world.dataDir, `platform-${behaviour}`);
      world.platforms.set(behaviour, await FaultPlatform.start({ behaviour, dataDir, handle: handleOf(behaviour), seed: options.seed, host: options.host }));
      world.turns.set(behaviour, []);
    }
    const people: Person[] = [
      // Without a skill the router hands them nothing: the lead does.
      ...behaviours.map((behaviour, n): Person => ({ id: agentOf(behaviour), name: agentOf(behaviour), initials: `K${n}`, role: 'agent', skills: [], capacity: 1000 })),
      { id: 'lea', name: 'lea', initials: 'LD', role: 'supervisor' },
    ];
    const commands = behaviours.map((behaviour): Command => ({
      type: 'account.register',
      data: { id: `acc-${behaviour}`, channel: 'sandbox', handle: handleOf(behaviour), name: 'Musterkom', brand: 'Musterkom', credentialId: `cred-${behaviour}`, teamIds: [], budget: options.budget ?? { capacity: 100_000, refillPerMinute: 100_000 } },
    }));
    const config = { accessTokenMs: 60 * 60_000, ...(options.host === undefined ? {} : { host: options.host }), ...options.config };
    world.server = await startServerWorld({ people, commands, config });
    world.server.app.center.onCommitted(({ events }) => events.forEach((event) => world.hooks.forEach((hear) => hear(event))));
    world.#lead = await world.server.desk('lea');
    await world.#lead.hello();
    // The customers of a long proof wait for many minutes on purpose: what nobody has begun stays where the lead put it (R7).
    const rules = strategyRulesSchema.parse({ homeOffice: { untouchedPercent: 0 } });
    const applied = await world.#leadSays({ type: 'strategy.apply', data: { rules, baseVersion: 0 } });
    if (applied.value.status !== 'accepted') throw new Error(`the rules were not taken: ${JSON.stringify(applied)}`);
    return world;
  }

  get serverUrl(): string {
    return this.server.app.url;
  }

  /** The desk's program. */
  get deskModule(): string {
    return this.#bundle.module;
  }

  agent(behaviour: Behaviour): string {
    return agentOf(behaviour);
  }

  platform(behaviour: Behaviour): FaultPlatform {
    const platform = this.platforms.get(behaviour);
    if (platform === undefined) throw new Error(`no platform ${behaviour}`);
    return platform;
  }

  turnsOf(behaviour: Behaviour): Turn[] {
    return this.turns.get(behaviour) ?? [];
  }

  turnOf(remoteId: string): Turn | undefined {
    return this.#byRemote.get(remoteId);
  }

  /** New posts of as many customers, all handed to the agent of this platform by the lead. */
  async feed(behaviour: Behaviour, count: number): Promise<Turn[]> {
    const made: Turn[] = [];
    for (let left = count; left > 0; left -= 100) {
      const remoteIds = Array.from({ length: Math.min(100, left) }, () => `post-${++this.#made}`);
      const results = await this.server.ingest(remoteIds.map((id) => post(id, `mia-${id}`, `Mein Router blinkt rot, ${id}`, { account: handleOf(behaviour) })));
      const refused = results.find((result) => result.status !== 'ingested');
      if (refused !== undefined) throw new Error(`a post was not taken: ${JSON.stringify(refused)}`);
      const { center } = this.server.app;
      const found = remoteIds.map((remoteId) => {
        const messageId = center.index.messageByRemote(`acc-${behaviour}`, remoteId);
        const message = messageId === undefined ? undefined : center.live.get('message', messageId);
        const conversation = message?.conversationId === undefined ? undefined : center.live.get('conversation', message.conversationId);
        if (conversation?.workItemId === undefined) throw new Error(`the post ${remoteId} raised no work`);
        return { remoteId, conversationId: conversation.id, workItemId: conversation.workItemId };
      });
      const handOut: Command = {
        type: 'workItem.reassign',
        data: { workItemIds: found.map(({ workItemId }) => workItemId), to: { kind: 'agent', agentId: agentOf(behaviour) }, force: false },
      };
      const answer = await this.#leadSays(handOut);
      if (!answer.ok || answer.value.status !== 'accepted') throw new Error(`the lead could not hand out: ${JSON.stringify(answer)}`);
      for (const { remoteId, conversationId } of found) {
        const turn: Turn = { remoteId, conversationId, attempted: false, accepted: false };
        made.push(turn);
        this.turnsOf(behaviour).push(turn);
        this.#byRemote.set(remoteId, turn);
      }
    }
    return made;
  }

  /** Patiently: this machine may be busy with the dying and starting of desks. */
  #leadSays(command: Command): Promise<{ ok: boolean; value: { status: string } }> {
    const envelope = envelopeOf(command);
    const hash = createHash('sha256').update(JSON.stringify(envelope)).digest('hex');
    this.#leadNo += 1;
    return this.#lead.socket.timeout(120_000).emitWithAck('command', { commandNo: this.#leadNo, hash, command: envelope });
  }

  /** What the center knows of the answers to a conversation. */
  serverStates(conversationId: string): string[] {
    return [...this.server.app.center.live.all('reply').values()].filter((reply) => reply.conversationId === conversationId).map((reply) => reply.state);
  }

  async close(): Promise<void> {
    await this.server.close();
    for (const platform of this.platforms.values()) await platform.stop();
    this.#bundle.remove();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export const newProfile = (): string => `prove-${randomBytes(6).toString('hex')}`;
