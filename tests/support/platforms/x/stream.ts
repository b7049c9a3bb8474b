// The filtered stream of the X peer. Source: docs.x.com as of 2026 (filtered stream: rules, connecting, consuming streaming data, handling disconnections, recovery and
// redundancy). One connection per app, 1,000 rules of 512 characters, a line break every 20 seconds as heartbeat (here every `heartbeatMs`), `backfill_minutes`
// up to 5, `matching_rules` with ids and tags, DuplicateRule and invalid rules as 400, an operational disconnect as last line. Not covered: operators beyond those of
// the peer's search, partitions, per-rule counts, dry_run.
import type { ServerResponse } from 'node:http';
import { PeerRefusal, type PeerAnswer, type PeerRequest } from '../peer-http.ts';
import type { XModel, XPost } from './model.ts';

interface Rule {
  readonly id: string;
  readonly value: string;
  readonly tag: string | undefined;
}

const MOST_RULES = 1_000;
const RULE_MAX = 512;

export class XStream {
  readonly rules = new Map<string, Rule>();
  heartbeatMs = 20_000;
  /** Access levels without it refuse the parameter. */
  hasBackfill = false;
  /** How many connections were let in. */
  connected = 0;
  readonly #open = new Map<ServerResponse, NodeJS.Timeout>();
  readonly #model: XModel;
  readonly #now: () => number;
  readonly #fits: (query: string, text: string, author: string) => boolean;
  #no = 0;

  constructor(model: XModel, now: () => number, fits: (query: string, text: string, author: string) => boolean) {
    this.#model = model;
    this.#now = now;
    this.#fits = fits;
  }

  get connections(): number {
    return this.#open.size;
  }

  changeRules(request: PeerRequest): PeerAnswer {
    const body = request.json as { add?: { value?: unknown; tag?: unknown }[]; delete?: { ids?: unknown[] } } | undefined;
    if (Array.isArray(body?.delete?.ids)) {
      let deleted = 0;
      for (const id of body.delete.ids) if (this.rules.delete(String(id))) deleted += 1;
      return { status: 200, body: { meta: { sent: this.#sent(), summary: { deleted, not_deleted: body.delete.ids.length - deleted } } } };
    }
    if (!Array.isArray(body?.add) || body.add.length === 0) throw new PeerRefusal({ status: 400, body: { title: 'Invalid Request', detail: 'One or more parameters to your request was invalid.', type: 'https://api.twitter.com/2/problems/invalid-request' } });
    const made: Rule[] = [];
    const errors: object[] = [];
    for (const { value, tag } of body.add) {
      const known = [...this.rules.values()].find((rule) => rule.value === value);
      if (typeof value !== 'string' || value === '' || value.length > RULE_MAX || this.rules.size >= MOST_RULES) errors.push({ value, details: ['Rule length must be between 1 and 512 characters.'], title: 'UnprocessableEntity', type: 'https://api.twitter.com/2/problems/invalid-rules' });
      else if (known !== undefined) errors.push({ value, id: known.id, title: 'DuplicateRule', type: 'https://api.twitter.com/2/problems/duplicate-rules' });
      else {
        const rule = { id: String(9_000_000 + (this.#no += 1)), value, tag: typeof tag === 'string' ? tag : undefined };
        this.rules.set(rule.id, rule);
        made.push(rule);
      }
    }
    return { status: made.length === 0 ? 400 : 201, body: { ...(made.length === 0 ? {} : { data: made }), ...(errors.length === 0 ? {} : { errors }), meta: { sent: this.#sent(), summary: { created: made.length, not_created: errors.length, valid: made.length, invalid: errors.length } } } };
  }

  listRules(): PeerAnswer {
    return { status: 200, body: { ...(this.rules.size === 0 ? {} : { data: [...this.rules.values()] }), meta: { sent: this.#sent(), result_count: this.rules.size } } };
  }

  connect(request: PeerRequest): PeerAnswer {
    const backfill = request.query.get('backfill_minutes');
    if (backfill !== null && (!this.hasBackfill || !/^[0-5]$/.test(backfill))) throw new PeerRefusal({ status: 400, body: { errors: [{ parameters: { backfill_minutes: [backfill] }, message: 'The query parameter [backfill_minutes] is not available at this access level' }], title: 'Invalid Request', type: 'https://api.twitter.com/2/problems/invalid-request' } });
    if (this.#open.size > 0) throw new PeerRefusal({ status: 429, body: { title: 'ConnectionException', detail: 'This stream is currently at the maximum allowed connection limit.', connection_issue: 'TooManyConnections', type: 'https://api.twitter.com/2/problems/streaming-connection' } });
    return {
      status: 200,
      body: undefined,
      stream: (response) => {
        this.connected += 1;
        response.write('\r\n');
        this.#open.set(response, setInterval(() => response.write('\r\n'), this.heartbeatMs));
        response.on('close', () => this.#forget(response));
        const since = this.#now() - Number(backfill ?? 0) * 60_000;
        if (backfill !== null) for (const post of this.#model.list((one) => one.createdAt >= since).reverse()) this.#tell(response, post);
      },
    };
  }

  posted(post: XPost): void {
    for (const response of this.#open.keys()) this.#tell(response, post);
  }

  /** Ends all connections: as a network does (`cut`), or with X's own word. */
  disconnect(how: 'cut' | 'operational'): void {
    for (const response of [...this.#open.keys()]) {
      this.#forget(response);
      if (how === 'cut') response.socket?.resetAndDestroy();
      else response.end(`${JSON.stringify({ errors: [{ title: 'operational-disconnect', disconnect_type: 'UpstreamOperationalDisconnect', detail: 'This stream has been disconnected upstream for operational reasons.', type: 'https://api.twitter.com/2/problems/operational-disconnect' }] })}\r\n`);
    }
  }

  /** No heartbeat and no post any more, on a line that stays up. */
  fallSilent(): void {
    for (const [response, timer] of this.#open) {
      clearInterval(timer);
      this.#silent.add(response);
    }
  }
  readonly #silent = new Set<ServerResponse>();

  /** Raw bytes into every connection. */
  inject(text: string): void {
    for (const response of this.#open.keys()) response.write(text);
  }

  close(): void {
    for (const response of [...this.#open.keys()]) {
      this.#forget(response);
      response.destroy();
    }
  }

  #tell(response: ServerResponse, post: XPost): void {
    if (this.#silent.has(response)) return;
    const author = this.#model.users.get(post.authorId)?.username ?? '';
    const matching = [...this.rules.values()].filter(({ value }) => this.#fits(value, post.text, author)).map(({ id, tag }) => ({ id, ...(tag === undefined ? {} : { tag }) }));
    if (matching.length > 0) response.write(`${JSON.stringify({ data: this.#model.view(post), includes: this.#model.includes([post]), matching_rules: matching })}\r\n`);
  }

  #forget(response: ServerResponse): void {
    clearInterval(this.#open.get(response));
    this.#open.delete(response);
    this.#silent.delete(response);
  }

  #sent(): string {
    return new Date(this.#now()).toISOString();
  }
}
