// The Probeplattform as one of three kinds of platform, its journal on disk, with a say at the very moment of an effect.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SandboxError } from '../../sandbox/errors.ts';
import { faultListSchema, type FaultKind } from '../../sandbox/fault.ts';
import type { LedgerRecord } from '../../sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';

/**
 * `idempotent`: keeps to the key. `notIdempotent`: ignores it, shows none, a repeat is a second post. `oneShot`: as that, and a post may be
 * answered once only; the second answer is refused for good.
 */
export type Behaviour = 'idempotent' | 'notIdempotent' | 'oneShot';
export const BEHAVIOURS: readonly Behaviour[] = ['idempotent', 'notIdempotent', 'oneShot'];

type PostRecord = Extract<LedgerRecord, { t: 'post' }>;

export class FaultPlatform {
  readonly behaviour: Behaviour;
  readonly handle: string;
  /** Right before an effect: the request is here, nothing has happened. Throwing refuses it. */
  beforeEffect: (parent: string | null) => void = () => undefined;
  /** The effect is in the journal; the answer has not left. */
  afterEffect: (parent: string | null) => void = () => undefined;
  readonly #sandbox: Sandbox;
  readonly #dataDir: string;
  readonly #answered = new Set<string>();

  private constructor(sandbox: Sandbox, behaviour: Behaviour, handle: string, dataDir: string) {
    this.#sandbox = sandbox;
    this.behaviour = behaviour;
    this.handle = handle;
    this.#dataDir = dataDir;
    const { ledger } = sandbox.platform;
    const write = ledger.write.bind(ledger);
    ledger.write = (record) => {
      if (record.t !== 'post' || record.post.author !== handle) return write(record);
      const parent = record.post.inReplyTo;
      if (behaviour === 'oneShot' && parent !== null && this.#answered.has(parent)) throw new SandboxError('PRIVATE_REPLY_USED', { field: 'inReplyTo' });
      this.beforeEffect(parent);
      // A platform that knows no keys shows none either.
      write(behaviour === 'idempotent' ? record : { ...record, key: null });
      if (parent !== null) this.#answered.add(parent);
      this.afterEffect(parent);
    };
  }

  /** `host`: where it listens, default this machine alone. */
  static async start(options: { behaviour: Behaviour; dataDir: string; handle: string; seed: number; host?: string | undefined }): Promise<FaultPlatform> {
    const { behaviour, dataDir, handle, seed, host } = options;
    const sandbox = await startSandbox({
      dataDir,
      seed,
      host,
      settings: { idempotency: behaviour === 'idempotent' ? 'key' : 'none' },
    });
    sandbox.platform.putAccount({ handle, displayName: handle, kind: 'brand', followers: 1 });
    return new FaultPlatform(sandbox, behaviour, handle, dataDir);
  }

  get url(): string {
    return this.#sandbox.url;
  }

  /** What a desk keeps in its keychain for this account. */
  get credential(): string {
    return JSON.stringify({ url: this.#sandbox.url, token: this.#sandbox.token });
  }

  /** In force until the next call. */
  faults(list: readonly { kind: FaultKind; route?: string; probability?: number; remaining?: number; delayMs?: number }[]): void {
    this.#sandbox.platform.faults.replace(faultListSchema.parse({ faults: list }).faults);
  }

  /** How often a fault of this kind has struck so far. */
  fired(kind: FaultKind): number {
    return this.#sandbox.platform.faults.firedByKind()[kind] ?? 0;
  }

  /** Whether a person who looks finds an answer to this post. */
  shows(parent: string): boolean {
    return this.#answered.has(parent);
  }

  /** The final reading: answers per post, from the journal on disk and nothing else. */
  effects(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const line of readFileSync(path.join(this.#dataDir, 'journal.jsonl'), 'utf8').split('\n')) {
      if (line === '') continue;
      const record = JSON.parse(line) as PostRecord | { t: 'other' };
      if (record.t !== 'post' || record.post.author !== this.handle) continue;
      const parent = z.string().parse(record.post.inReplyTo);
      counts.set(parent, (counts.get(parent) ?? 0) + 1);
    }
    return counts;
  }

  /** What was said in answer to each post, in order, from the journal alone. */
  answers(): readonly { readonly parent: string; readonly text: string }[] {
    return readFileSync(path.join(this.#dataDir, 'journal.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const record = line === '' ? undefined : (JSON.parse(line) as PostRecord | { t: 'other' });
        return record?.t === 'post' && record.post.author === this.handle ? [{ parent: z.string().parse(record.post.inReplyTo), text: record.post.text }] : [];
      });
  }

  stop(): Promise<void> {
    return this.#sandbox.close();
  }
}
