import { inboundMessageSchema } from '../../../shared/domain/inbound.ts';
import { diceFor } from '../../simulation/dice.ts';
import type { Proof } from '../proof.ts';
import { fuzzDoors, type FuzzDoor } from './fuzz/doors.ts';
import { smtpDoor } from './fuzz/smtp-door.ts';
import { mutate } from './fuzz/mutate.ts';

interface Found {
  payloads: number;
  messages: number;
  refused: number;
  rejectedByIngest: number;
  forged: number;
  forgedAccepted: number;
  crashes: number;
  slowestMs: number;
}

/** Longer than this for one payload counts as a crash: it would hold up everybody. */
const MOST_MS = 5_000;

export const proof: Proof = {
  about: 'Every inbound door (each registered channel, the visitors’ chat, the ingest API) is given mutated payloads: signed as their platform signs, and under signatures that are not theirs.',
  unit: 'one mutated payload at each door',
  figure: '1,000,000 per door (50,000 whole conversations with the mail door): 0 crashes, 0 forged accepted',
  runs: 1_000_000,
  async run({ runs, seed, more, say }) {
    const all = [...fuzzDoors(), smtpDoor()];
    const only = more['door'];
    const chosen = only === undefined ? all : all.filter((door) => door.name === only);
    if (chosen.length === 0) throw new Error(`--door ${only}: there is none; known: ${all.map((door) => door.name).join(', ')}`);
    const doors: Record<string, Found> = {};
    for (const door of chosen) {
      const untouched = await Promise.all(door.samples.map(async (sample) => door.take(sample)));
      if (untouched.some((taken) => taken.kind === 'refused')) throw new Error(`${door.name}: a true payload is refused, so nothing is shown by the others`);
      doors[door.name] = await throwAt(door, Math.min(runs, door.most ?? runs), seed, say);
      say(`${door.name}: ${JSON.stringify(doors[door.name])}`);
    }
    const sum = (key: keyof Found): number => Object.values(doors).reduce((total, found) => total + found[key], 0);
    return { runs, ok: sum('crashes') + sum('forgedAccepted') === 0 && sum('messages') > 0 && sum('refused') > 0, crashes: sum('crashes'), forgedAccepted: sum('forgedAccepted'), forged: sum('forged'), payloads: sum('payloads'), doors };
  },
};

async function throwAt(door: FuzzDoor, runs: number, seed: number, say: (text: string) => void): Promise<Found> {
  const dice = diceFor(seed, `fuzz ${door.name}`);
  const found: Found = { payloads: 0, messages: 0, refused: 0, rejectedByIngest: 0, forged: 0, forgedAccepted: 0, crashes: 0, slowestMs: 0 };
  for (let run = 0; run < runs; run += 1) {
    const sample = door.samples[dice.int(door.samples.length)];
    if (sample === undefined) break;
    const bytes = mutate(sample, dice);
    // A third of what a signed door gets is forged; of that some is not even altered.
    const isForged = door.forge !== undefined && dice.int(3) === 0;
    const startedAt = performance.now();
    try {
      const taken = isForged ? door.forge?.(dice.int(4) === 0 ? sample : bytes, dice) : await door.take(bytes);
      found.payloads += 1;
      if (isForged) {
        found.forged += 1;
        if (taken?.kind === 'messages') found.forgedAccepted += 1;
      } else if (taken?.kind === 'refused') found.refused += 1;
      else for (const message of taken?.messages ?? []) {
        if (inboundMessageSchema.safeParse(message).success) found.messages += 1;
        else found.rejectedByIngest += 1;
      }
    } catch (error) {
      found.crashes += 1;
      if (found.crashes <= 3) say(`${door.name}, payload ${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${bytes.toString('base64').slice(0, 2_000)}`);
    }
    const tookMs = performance.now() - startedAt;
    if (tookMs > found.slowestMs) found.slowestMs = Math.round(tookMs);
    if (tookMs > MOST_MS) found.crashes += 1;
    // The rest of the process gets its turn, too.
    if (run % 5_000 === 4_999) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
