import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';
import type { CenterFile } from '../demo/center-file.ts';

const verdictSchema = z.object({
  seq: z.number(),
  messages: z.number(),
  answered: z.number(),
  dismissed: z.number(),
  spam: z.number(),
  waiting: z.number(),
  lost: z.number(),
  ownedTwice: z.number(),
  capacityExceeded: z.number(),
  replies: z.number(),
  doubled: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  worstMs: z.number(),
});
export type ServerVerdict = z.infer<typeof verdictSchema>;

/** Reads what the server's own log says of the day, as a lead. */
export class ServerBooks {
  readonly #center: CenterFile;
  #token = '';

  constructor(center: CenterFile) {
    this.#center = center;
  }

  async verdict(fromSeq: number): Promise<ServerVerdict> {
    for (const attempt of [0, 1]) {
      if (this.#token === '') await this.#signIn();
      const response = await fetch(`${this.#center.serverUrl}/reports/verdict?from=${fromSeq}`, { headers: { authorization: `Bearer ${this.#token}` } });
      if (response.ok) return verdictSchema.parse(await response.json());
      // A day may outlast a token.
      this.#token = '';
      if (attempt === 1) throw new CodedError('CHILD_FAILED', { field: 'server', detail: `No verdict: ${response.status} ${await response.text()}` });
    }
    throw new CodedError('INTERNAL');
  }

  /** Megabytes the server process holds. */
  async rssMb(): Promise<number> {
    const text = await (await fetch(`${this.#center.serverUrl}/metrics`)).text();
    const bytes = /^leitstand_process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1];
    return Math.round((Number(bytes ?? Number.NaN) / 1_048_576) * 10) / 10;
  }

  async #signIn(): Promise<void> {
    const lead = this.#center.signIns.find((s) => s.role === 'supervisor') ?? this.#center.signIns.find((s) => s.role === 'admin');
    if (lead === undefined) throw new CodedError('CENTER_MISSING', { detail: 'Nobody who may read reports can sign in.' });
    const response = await fetch(`${this.#center.serverUrl}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: lead.name, password: lead.password }) });
    this.#token = z.object({ accessToken: z.string() }).parse(await response.json()).accessToken;
  }
}
