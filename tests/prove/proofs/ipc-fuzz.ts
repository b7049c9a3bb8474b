import { inspect } from 'node:util';
import { COMMAND_DEFINITIONS, envelopeOf, type Command } from '../../../shared/commands/index.ts';
import { IPC_CALLS, type IpcName } from '../../../shared/ipc/index.ts';
import { fitting } from '../../support/forms/fitting.ts';
import { formOf, type Form } from '../../support/forms/form.ts';
import { isPlain, whatIsWrong } from '../../support/forms/judge.ts';
import { SAMPLES } from '../../support/ipc-samples.ts';
import { diceFor, type Dice } from '../../simulation/dice.ts';
import type { Proof } from '../proof.ts';
import { openDoors, OWN_PAGE, STRANGERS } from './ipc/doors.ts';
import { spoil } from './ipc/spoil.ts';

interface Found {
  malformed: number;
  /** Malformed and yet let through to a handler. */
  accepted: number;
  /** A door that threw, answered INTERNAL, or took longer than ten seconds. */
  crashes: number;
  /** Fitting calls in between: they must be heard, or a shut door would pass. */
  fitting: number;
  heard: number;
  /** Fitting calls with a field the contract does not name: heard without it. */
  trimmed: number;
  leaked: number;
}
const MOST_MS = 10_000;
const CONTROL_EVERY = 50;

export const proof: Proof = {
  about: 'Every call of the contract between screen and desk is made malformed, at the window’s door and at the browser’s socket: wrong values, missing ones, cycles, traps, giants, wrong senders, broken frames.',
  unit: 'one malformed call on each channel',
  figure: '100,000 on each channel: 0 crashes, 0 accepted',
  runs: 100_000,
  async run({ runs, seed, more, say }) {
    const doors = openDoors();
    const faults: string[] = [];
    const notice = (error: unknown): void => void faults.push(String(error));
    process.on('unhandledRejection', notice);
    process.on('uncaughtException', notice);
    const only = more['channel'];
    const names = doors.names.filter((name) => only === undefined || only.split(',').includes(name));
    if (names.length === 0) throw new Error(`--channel ${only}: there is none`);
    const sum: Found = { malformed: 0, accepted: 0, crashes: 0, fitting: 0, heard: 0, trimmed: 0, leaked: 0 };
    const suspicious: Record<string, Found> = {};
    try {
      for (const name of names) {
        const found = await throwAt(doors, name, runs, diceFor(seed, `ipc ${name}`), say);
        for (const key of Object.keys(sum) as (keyof Found)[]) sum[key] += found[key];
        if (found.accepted + found.crashes + found.leaked > 0 || found.heard < found.fitting) suspicious[name] = found;
      }
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      // A fault of the proof itself must not be swallowed with those of the doors.
      process.off('unhandledRejection', notice);
      process.off('uncaughtException', notice);
      doors.close();
    }
    const polluted = ({} as { polluted?: boolean }).polluted !== undefined;
    const crashes = sum.crashes + faults.length;
    return { runs, ok: crashes + sum.accepted + sum.leaked === 0 && sum.heard === sum.fitting && sum.fitting > 0 && sum.malformed >= runs * names.length && !polluted, channels: names.length, ...sum, crashes, polluted, suspicious, ...(faults.length === 0 ? {} : { faults: faults.slice(0, 5) }) };
  },
};

async function throwAt(doors: ReturnType<typeof openDoors>, name: IpcName, runs: number, dice: Dice, say: (text: string) => void): Promise<Found> {
  const schema = IPC_CALLS[name].request;
  const form = formOf(schema);
  const found: Found = { malformed: 0, accepted: 0, crashes: 0, fitting: 0, heard: 0, trimmed: 0, leaked: 0 };
  // Prepared once: what fits in many shapes, each to be spoilt many times.
  const samples: unknown[] = [SAMPLES[name].request, ...Array.from({ length: 60 }, () => (name === 'command.run' ? aCommand(dice) : fitting(schema, dice, form)))].filter((sample) => sample !== undefined);
  const call = async (make: () => Promise<{ ok: boolean; code: string }>): Promise<{ ok: boolean; reached: boolean; crashed: boolean }> => {
    const before = doors.reached(name);
    const startedAt = performance.now();
    try {
      const { ok, code } = await make();
      return { ok, reached: doors.reached(name) > before, crashed: code === 'INTERNAL' || performance.now() - startedAt > MOST_MS };
    } catch {
      return { ok: false, reached: doors.reached(name) > before, crashed: true };
    }
  };
  for (let run = 0; run < runs; run += 1) {
    const sample = dice.pick(samples);
    const way = dice.next();
    let shown: unknown = way;
    let at: () => Promise<{ ok: boolean; code: string }>;
    if (way < 0.05) at = () => doors.window(dice.pick(STRANGERS), name, sample);
    else if (way < 0.08) at = () => doors.window(OWN_PAGE, ...dice.pick([[], [name], [name, sample, sample], [sample, name], [[name], sample], [`${name} `, sample], [name.toUpperCase(), sample]]));
    else if (way < 0.14) at = () => doors.socket(brokenFrame(name, sample, dice));
    else {
      const bad = malformed(name, form, sample, dice);
      const text = way < 0.34 ? asFrame(name, form, bad) : undefined;
      at = text === undefined ? () => doors.window(OWN_PAGE, name, bad) : () => doors.socket(text);
      shown = bad;
    }
    const { ok, reached, crashed } = await call(at);
    found.malformed += 1;
    if (reached || (ok && name !== 'command.run')) {
      found.accepted += 1;
      say(`${name} was accepted: ${inspect(shown, { depth: 6, maxStringLength: 80, breakLength: 200 })}`);
    }
    if (crashed) found.crashes += 1;
    if (run % CONTROL_EVERY === 0) {
      const good = await call(() => (dice.chance(0.5) ? doors.window(OWN_PAGE, name, sample) : doors.socket(JSON.stringify({ id: run, name, request: sample }))));
      found.fitting += 1;
      if (good.reached) found.heard += 1;
      const more = await call(() => doors.window(OWN_PAGE, name, { ...(sample as object), notInTheContract: 'x' }));
      if (more.reached && name !== 'command.run') {
        found.trimmed += 1;
        if (JSON.stringify(doors.lastHeard()).includes('notInTheContract')) found.leaked += 1;
      }
    }
    if (run % 500 === 499) doors.forget();
  }
  doors.forget();
  say(`${name}: ${JSON.stringify(found)}`);
  return found;
}

/** Surely malformed, in the eyes of a judge that is not the schema. */
function malformed(name: IpcName, form: Form, sample: unknown, dice: Dice): unknown {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = spoil(sample, dice);
    if (isMalformed(name, form, value)) return value;
  }
  return 7;
}

/** The same as a frame of the socket; undefined where JSON cannot say it, or where it fits once JSON has (a missing value is dropped, a date becomes text). */
function asFrame(name: IpcName, form: Form, request: unknown): string | undefined {
  if (hasHoles(request)) return undefined;
  const text = frame(name, request);
  if (text === undefined || text.length > 900_000) return undefined;
  return isMalformed(name, form, (JSON.parse(text) as { request?: unknown }).request) ? text : undefined;
}

/** A list of a billion holes would become four gigabytes of text. */
function hasHoles(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 8) return false;
  try {
    return (Array.isArray(value) && value.length > 100_000) || Object.values(value).some((part) => hasHoles(part, depth + 1));
  } catch {
    return true;
  }
}

function isMalformed(name: IpcName, form: Form, value: unknown): boolean {
  try {
    if (!isPlain(value) || whatIsWrong(form, value) !== undefined) return true;
    if (name !== 'command.run') return false;
    const { type, v, data } = (value as { command: { type: string; v: number; data: unknown } }).command;
    const definition = COMMAND_DEFINITIONS.get(type);
    return definition === undefined || definition.v !== v || whatIsWrong(COMMAND_FORMS.get(type) ?? {}, data) !== undefined;
  } catch {
    return true;
  }
}

const COMMAND_FORMS: ReadonlyMap<string, Form> = new Map([...COMMAND_DEFINITIONS.values()].map(({ type, schema }) => [type, formOf(schema)]));
/** Given by the desk itself, not by its screen (`run-command.ts`): refused in any form, so they are no control. */
const NOT_FROM_A_SCREEN = /^(reply\.|bulkAnswer\.(confirm|handOut|report)|message\.(requestChange|reportChange))/;
const FROM_A_SCREEN = [...COMMAND_DEFINITIONS.values()].filter(({ type }) => !NOT_FROM_A_SCREEN.test(type) || type === 'reply.changeExecutor');

function aCommand(dice: Dice): unknown {
  const { type, schema } = dice.pick(FROM_A_SCREEN);
  const data = fitting(schema, dice, COMMAND_FORMS.get(type));
  return data === undefined ? undefined : { command: envelopeOf({ type, data } as Command) };
}

function frame(name: IpcName, request: unknown): string | undefined {
  try {
    return JSON.stringify({ id: 1, name, request });
  } catch {
    return undefined;
  }
}

/** Text that is no frame: cut, doubled, with other fields, or none of ours. */
function brokenFrame(name: IpcName, request: unknown, dice: Dice): string {
  const whole = JSON.stringify({ id: 1, name, request });
  return dice.pick([
    () => whole.slice(0, 1 + dice.int(whole.length - 1)),
    () => whole + whole,
    () => '',
    () => 'null',
    () => '[]',
    () => JSON.stringify([{ id: 1, name, request }]),
    () => JSON.stringify({ id: -1, name, request }),
    () => JSON.stringify({ id: '1', name, request }),
    () => JSON.stringify({ id: 1, name, request, more: true }),
    () => JSON.stringify({ id: 1, name: [name], request }),
    () => JSON.stringify({ id: 1, name: `${name}\0`, request }),
    () => JSON.stringify({ id: 1, name: '__proto__', request }),
    () => JSON.stringify({ id: 1, name: 'constructor', request }),
    () => JSON.stringify({ id: 1, name: 'x'.repeat(200), request }),
    () => JSON.stringify({ name, request }),
    () => `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  ])();
}
