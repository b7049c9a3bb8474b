import { createServer } from 'node:net';
import { envelopeOf, type Command } from '../../../shared/commands/index.ts';
import { getChannel } from '../../../shared/channels/index.ts';
import type { BulkCore, BulkMemberState } from '../../../shared/domain/bulk-answer.ts';
import type { BulkReader, IpcResponse } from '../../../shared/ipc/index.ts';
import { addressForm } from '../../../shared/text/address-form.ts';
import { buildVariant } from '../../../shared/text/variant.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import { post } from '../../support/server-world.ts';
import type { Proof } from '../proof.ts';
import { DeskPerson } from './sending/desk.ts';
import { SendingWorld } from './sending/world.ts';
import { wholeOf } from './whole.ts';

const ASKED: Readonly<Record<'du' | 'sie' | 'none', readonly string[]>> = {
  du: ['Hallo, habt ihr eine Störung in Kiel? Wann kannst du sagen, dass es wieder geht?', 'Kannst du mir sagen, wann das Internet in Kiel wieder läuft?'],
  sie: ['Wissen Sie schon, wann in Kiel das Internet wieder läuft?', 'Können Sie bestätigen, dass es in Kiel eine Störung gibt?'],
  none: ['Kiel: kein Internet seit 20 Minuten. Störung?', 'Internet in Kiel ausgefallen, wann geht es wieder?'],
};
const FORMS = ['du', 'sie', 'none'] as const;
const OTHER = ['Wo sehe ich meine Rechnung?', 'Mein Paket mit der SIM-Karte ist nicht da.', 'Danke für die schnelle Hilfe gestern!', 'Wie ändere ich meinen Tarif?'];
const DANGER = 'Internet in Kiel weg. Ich kann nicht mehr leben, ich bringe mich um.';
const NAMES = ['Anna Berger', 'Karl-Heinz Olsen', 'mia_92', 'Özlem Yılmaz', 'Team Nordlicht', 'Jo 🌊', 'Ben'];
const CORE: BulkCore = { wording: 'Dein Anschluss ist von der Störung in Kiel betroffen. Wir arbeiten daran und sind bis 18 Uhr fertig. Starte danach bitte deinen Router neu.', addressForm: 'du', unknownAs: 'sie', greeting: true };
const BEHAVIOUR = 'idempotent';

interface Asked {
  readonly remoteId: string;
  readonly form: (typeof FORMS)[number];
  readonly name: string;
}

/** `--others N`: posts of other matters beside them. `--per-second N`: the account's budget. `--kills N`: ends of the desk on the way. `--server-restart false`: the server stays. */
export const proof: Proof = {
  about: 'So many people ask the same among others; one answer is confirmed for all of them and sent by a desk that is killed on the way, while the server is started anew and the account has a small budget.',
  unit: 'one member of the answer',
  figure: '500 members among 300 others: 500 answered once, none outside, every pace within the budget, the right form of address for each; 0 in danger among them',
  runs: 500,
  async run({ runs, seed, more, say }) {
    const others = wholeOf(more, 'others', 300);
    const perSecond = wholeOf(more, 'per-second', 20);
    const kills = wholeOf(more, 'kills', 2);
    const restarts = more['server-restart'] === 'false' ? 0 : 1;
    const budget = { capacity: perSecond, refillPerMinute: perSecond * 60 };
    const world = await SendingWorld.start({ seed, behaviours: [BEHAVIOUR], budget, config: { port: await freePort() } });
    try {
      const rng = seededRng(seed);
      const asked = Array.from({ length: runs }, (_, i): Asked => ({ remoteId: `same-${i}`, form: FORMS[rng.int(3)] ?? 'du', name: NAMES[rng.int(NAMES.length)] ?? '' }));
      const author = (id: string, name: string): object => ({ author: { remoteId: `p-${id}`, handle: `p-${id}`, displayName: name } });
      const posts = [
        ...asked.map((one) => post(one.remoteId, 'x', ASKED[one.form][rng.int(2)] ?? '', { account: 'musterkom_idempotent', ...author(one.remoteId, one.name) })),
        ...Array.from({ length: others }, (_, i) => post(`other-${i}`, 'x', OTHER[i % OTHER.length] ?? '', { account: 'musterkom_idempotent', ...author(`other-${i}`, 'Jemand Anders') })),
        post('danger', 'x', DANGER, { account: 'musterkom_idempotent', ...author('danger', 'Kim') }),
      ];
      for (let i = 0; i < posts.length; i += 100) await world.server.ingest(posts.slice(i, i + 100));
      const center = (): typeof world.server.app.center => world.server.app.center;
      const conversationOf = (remoteId: string): string => center().live.get('message', center().index.messageByRemote('acc-idempotent', remoteId) ?? '')?.conversationId ?? '';
      const itemOf = (remoteId: string): string => center().live.get('conversation', conversationOf(remoteId))?.workItemId ?? '';
      const desk = new DeskPerson(world, { behaviour: BEHAVIOUR, keychain: 'file' });
      await desk.start();
      await desk.online();
      const tell = async (command: Command): Promise<IpcResponse<'command.run'>> => desk.process.call('command.run', { command: envelopeOf(command) });
      const mustTell = async (command: Command): Promise<Readonly<Record<string, unknown>>> => {
        const answer = await tell(command);
        if (answer.status !== 'accepted') throw new Error(`${command.type}: ${JSON.stringify(answer)}`);
        return answer.result ?? {};
      };

      say(`${runs} ask the same, ${others} something else`);
      const wanted = [itemOf('danger'), ...asked.map(({ remoteId }) => itemOf(remoteId))];
      const first = await mustTell({ type: 'bulkAnswer.start', data: { workItemIds: wanted.slice(0, 500) } });
      const bulkId = String(first['bulkId']);
      const refused = [...(first['refused'] as { workItemId: string; code: string }[])];
      for (let i = 500; i < wanted.length; i += 500) refused.push(...((await mustTell({ type: 'bulkAnswer.join', data: { bulkId, workItemIds: wanted.slice(i, i + 500) } }))['refused'] as { workItemId: string; code: string }[]));
      await mustTell({ type: 'bulkAnswer.write', data: { bulkId, core: CORE, then: 'resolved' } });
      const readers = await readersOf(desk, bulkId, runs - refused.filter(({ workItemId }) => workItemId !== itemOf('danger')).length);

      const variants = readers.map((reader) => ({ reader, text: variantFor(reader).text }));
      for (let i = 0; i < variants.length; i += 500) {
        const part = variants.slice(i, i + 500).map(({ reader, text }) => ({ conversationId: reader.member.conversationId, text, throughMessageId: reader.throughMessageId ?? '', edited: false }));
        const answer = await desk.process.call<IpcResponse<'bulk.confirm'>>('bulk.confirm', { bulkId, variants: part });
        if (answer.status !== 'accepted') throw new Error(`confirm: ${JSON.stringify(answer)}`);
      }
      const states = (): Record<string, number> => {
        const count: Partial<Record<BulkMemberState, number>> = {};
        for (const member of center().live.all('bulkMember').values()) count[member.state] = (count[member.state] ?? 0) + 1;
        return count;
      };
      const sent = (): number => states()['sent'] ?? 0;
      const strikes = Array.from({ length: kills }, (_, i) => Math.floor(((i + 1) * runs) / (kills + 1)));
      let struck = 0;
      let restarted = 0;
      const end = performance.now() + 120_000 + (runs / perSecond) * 3_000;
      while (sent() < readers.length) {
        if (performance.now() > end) throw new Error(`never came to an end: ${JSON.stringify(states())} ${desk.process.complaints.slice(-5).join('\n')}`);
        if (restarted < restarts && sent() > runs / 5) {
          restarted += 1;
          await world.server.restart();
          say(`server started anew after ${sent()}`);
        }
        if (sent() >= (strikes[struck] ?? Infinity)) {
          struck += 1;
          await desk.process.kill();
          say(`desk killed after ${sent()}`);
          await desk.start();
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }

      const effects = world.platform(BEHAVIOUR).effects();
      const answers = new Map(world.platform(BEHAVIOUR).answers().map(({ parent, text }) => [parent, text]));
      const members = new Map(readers.map((reader) => [reader.member.conversationId, reader]));
      let lost = 0;
      let doubled = 0;
      let wrongWords = 0;
      let wrongForm = 0;
      for (const one of asked) {
        const reader = members.get(conversationOf(one.remoteId));
        const times = effects.get(one.remoteId) ?? 0;
        if (times === 0) lost += 1;
        if (times > 1) doubled += 1;
        const text = answers.get(one.remoteId) ?? '';
        if (reader === undefined || text !== variantFor(reader).parts[0]) wrongWords += 1;
        if (addressForm(text).label !== (one.form === 'du' ? 'du' : 'Sie')) wrongForm += 1;
      }
      const unexpected = [...effects.keys()].filter((remoteId) => !remoteId.startsWith('same-')).length;
      const dangerIn = center().live.get('bulkMember', conversationOf('danger')) === undefined && refused.some(({ workItemId, code }) => workItemId === itemOf('danger') && code === 'DANGER_ALONE') ? 0 : 1;
      const overBudget = pace(permits(world), budget, restarted);
      const ok = lost + doubled + unexpected + wrongWords + wrongForm + dangerIn + overBudget === 0 && refused.length === 1 && struck === kills && restarted === restarts;
      return { runs, ok, others, lost, doubled, unexpected, wrongWords, wrongForm, dangerIn, overBudget, refused: refused.length, kills: struck, serverRestarts: restarted, budgetPerSecond: perSecond, states: states() };
    } finally {
      await world.close();
    }
  },
};

/** As the screen builds it, at noon: the greeting must not hang on when the proof runs. */
function variantFor(reader: BulkReader): ReturnType<typeof buildVariant> {
  const channel = getChannel(reader.channel);
  if (channel === undefined) throw new Error(`no channel ${reader.channel}`);
  return buildVariant(CORE, { name: reader.name, addressForm: reader.addressForm, rule: channel.length[reader.visibility], initials: 'K0', isLetter: false, hour: 12 });
}

async function readersOf(desk: DeskPerson, bulkId: string, count: number): Promise<readonly BulkReader[]> {
  let readers: readonly BulkReader[] = [];
  await desk.waitFor(
    'the members with their texts',
    async () => {
      ({ readers } = await desk.process.call<IpcResponse<'bulk.members'>>('bulk.members', { bulkId }));
      return readers.length >= count && readers.every(({ text, throughMessageId }) => text !== '' && throughMessageId !== undefined);
    },
    120_000,
  );
  return readers;
}

/** When leave was given, ms, in order: what the budget paces. */
function permits(world: SendingWorld): number[] {
  return [...world.server.app.center.live.all('reply').values()].map((reply) => reply.permittedAt).toSorted((a, b) => a - b);
}

/** Stretches in which more leave was given than the bucket holds and refills. A server that starts has a full bucket. */
function pace(times: readonly number[], budget: { capacity: number; refillPerMinute: number }, restarts: number): number {
  const most = budget.capacity * (1 + restarts);
  let over = 0;
  for (let from = 0; from < times.length; from += 1)
    for (let to = from; to < times.length; to += 1) {
      const ms = (times[to] ?? 0) - (times[from] ?? 0);
      if (to - from + 1 > most + (ms * budget.refillPerMinute) / 60_000 + 1) over += 1;
    }
  return over;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
