import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import { BEHAVIOURS, type Behaviour } from '../../support/fault-platform.ts';
import { hasCommand } from '../../support/own-keychain.ts';
import type { Proof, ProofLine, ProofOptions } from '../proof.ts';
import { DeskPerson } from './sending/desk.ts';
import { holds, verdictOf } from './sending/verdict.ts';
import { SendingWorld, type Turn } from './sending/world.ts';

const house = path.resolve(import.meta.dirname, '../../..');
const INSIDE = 'LEITSTAND_INSIDE_NETNS';
/** A connector's call is given up after 20 s. */
const PATIENCE_MS = 21_000;
const HERE = '10.77.0.1';
const THERE = '10.77.0.2';
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `--longest MS`: how long the link is down at most (default 30,000). `--behaviours A,B`: only these platforms. */
export const proof: Proof = {
  about: 'Server and platforms in one network namespace, the desks’ processes in another; the virtual cable between them goes down and up again (no reset, packets just vanish) while answers are on their way.',
  unit: 'one link down and up',
  figure: '20 runs, 0 lost, 0 doubled',
  runs: 20,
  async missing() {
    if (process.platform !== 'linux' || !hasCommand('unshare') || !hasCommand('ip') || !hasCommand('nsenter')) return 'needs Linux with unshare, nsenter and ip';
    if (process.env[INSIDE] === '1' || spawnSync('unshare', ['-Urn', 'ip', 'link', 'add', 'name', 'near', 'type', 'veth', 'peer', 'name', 'far']).status === 0) return undefined;
    return 'this user may not make network namespaces: allow unprivileged user namespaces, or run it as root';
  },
  async run(options) {
    if (process.env[INSIDE] !== '1') return inOwnNetwork(options);
    const { runs, seed, more, say } = options;
    const longestMs = Number(more['longest'] ?? 30_000);
    const behaviours = more['behaviours'] === undefined ? BEHAVIOURS : (more['behaviours'].split(',') as Behaviour[]);
    const rng = seededRng(seed);
    const cable = await layCable();
    let world: SendingWorld | undefined;
    try {
      world = await SendingWorld.start({ seed, behaviours, host: HERE });
      const inside = world;
      const before = ['nsenter', '-t', cable.pid, '-n'];
      const desks = behaviours.map((behaviour) => new DeskPerson(inside, { behaviour, keychain: 'file', before }));
      for (const { behaviour } of desks) {
        await inside.feed(behaviour, 4 * runs + 4);
        inside.platform(behaviour).faults([{ kind: 'delay', route: 'POST /posts', probability: 0.5, delayMs: 60 }]);
      }
      await Promise.all(desks.map((desk) => desk.start()));
      await Promise.all(desks.map((desk) => desk.online()));
      let cuts = 0;
      const acceptedWhileDown: string[] = [];
      for (; cuts < runs; cuts += 1) {
        for (const desk of desks) await answerSome(desk, inside, 3);
        await sleep(rng.int(250));
        // By turns the cable is pulled at the server (packets vanish) and at the desk (its network is unreachable).
        const end = cuts % 2 === 0 ? cable.near : cable.far;
        end('down');
        // The desk does not know yet, or not at all.
        for (const desk of desks) acceptedWhileDown.push(...(await answerSome(desk, inside, 1)));
        // Half the times longer than the desk waits for an answer: then it is lost, not late.
        await sleep(longestMs > PATIENCE_MS && rng.chance(0.5) ? PATIENCE_MS + rng.int(longestMs - PATIENCE_MS) : 500 + rng.int(Math.min(longestMs, 5_000)));
        end('up');
        await Promise.all(desks.map((desk) => desk.online()));
        say(`${cuts + 1} of ${runs} cuts`);
      }
      say('at rest?');
      await Promise.all(desks.map((desk) => desk.rest()));
      const verdict = await verdictOf(inside, desks);
      await Promise.all(desks.map((desk) => desk.process.kill()));
      return {
        runs: cuts,
        ok: cuts === runs && verdict.returned === 0 && holds(verdict),
        behaviours,
        ...verdict,
        acceptedWhileDown: acceptedWhileDown.length,
        settledByPerson: {
          found: desks.reduce((sum, desk) => sum + desk.settled.found, 0),
          sentAgain: desks.reduce((sum, desk) => sum + desk.settled.sentAgain, 0),
        },
      };
    } finally {
      await world?.close();
      cable.cutOff();
    }
  },
};

async function answerSome(desk: DeskPerson, world: SendingWorld, count: number): Promise<string[]> {
  const fresh = world.turnsOf(desk.behaviour).filter((turn: Turn) => !turn.attempted).slice(0, count);
  for (const turn of fresh) if (!(await desk.answer(turn))) throw new Error(`an answer was refused: ${turn.remoteId}`);
  return fresh.map(({ remoteId }) => remoteId);
}

type Pull = (way: 'up' | 'down') => void;

/** A second namespace, held by a process that sleeps, and a cable into it. */
async function layCable(): Promise<{ readonly pid: string; readonly near: Pull; readonly far: Pull; cutOff(): void }> {
  const holder = spawn('unshare', ['-n', 'sleep', '100000'], { stdio: 'ignore' });
  if (holder.pid === undefined) throw new Error('no second namespace');
  await sleep(300);
  const pid = String(holder.pid);
  const there = (...args: string[]): void => run('nsenter', '-t', pid, '-n', 'ip', ...args);
  const near: Pull = (way) => run('ip', 'link', 'set', 'near', way);
  const far: Pull = (way) => there('link', 'set', 'far', way);
  run('ip', 'link', 'set', 'lo', 'up');
  run('ip', 'link', 'add', 'name', 'near', 'type', 'veth', 'peer', 'name', 'far');
  run('ip', 'link', 'set', 'far', 'netns', pid);
  run('ip', 'addr', 'add', `${HERE}/24`, 'dev', 'near');
  near('up');
  there('link', 'set', 'lo', 'up');
  there('addr', 'add', `${THERE}/24`, 'dev', 'far');
  far('up');
  return { pid, near, far, cutOff: () => holder.kill('SIGKILL') };
}

function run(command: string, ...args: string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
}

/** This proof once more, as root of a user namespace with an empty network. Gives its line. */
async function inOwnNetwork({ runs, seed, more, say }: ProofOptions): Promise<Awaited<ReturnType<Proof['run']>>> {
  const options = Object.entries(more).flatMap(([key, value]) => [`--${key}`, value]);
  const again = [process.execPath, path.join(house, 'tests/prove/main.ts'), 'netns', '--runs', String(runs), '--seed', String(seed), ...options];
  const child = spawn('unshare', ['-Urn', ...again], { cwd: house, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, [INSIDE]: '1' } });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => say(piece.toString().trimEnd()));
  await new Promise((resolve) => child.once('close', resolve));
  const last = said.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`the proof in its own network gave no line: ${said.slice(-500)}`);
  const { name: _name, unit: _unit, seed: _seed, seconds: _seconds, ...line } = JSON.parse(last) as ProofLine;
  return line as Awaited<ReturnType<Proof['run']>>;
}
