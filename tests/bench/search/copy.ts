// A copy of a desk that has been there for a year, and what people type into its search.
import type { Replica } from '../../../electron/main/storage/replica.ts';
import type { DeskStores } from '../../../electron/main/sync/storage-port.ts';
import type { SearchFilter } from '../../../shared/domain/search.ts';
import type { seededRng } from '../../../shared/util/seeded-rng.ts';
import { putTalks, type TalkToFind } from '../../support/found-center.ts';

type SeededRng = ReturnType<typeof seededRng>;

const SYLLABLES = ['ba', 're', 'chn', 'ung', 'ver', 'tra', 'mo', 'bil', 'net', 'stör', 'an', 'schluss', 'kun', 'den', 'ser', 'ta', 'rif', 'wech', 'sel', 'lie', 'fer', 'zeit', 'pa', 'ket', 'rou', 'ter', 'da', 'ten', 'vol', 'um'];
const WORDS = 120_000;
const YEAR_MS = 365 * 86_400_000;
const START = Date.UTC(2026, 0, 1);
const CHANNELS = ['x', 'facebook', 'mail', 'chat', 'instagram'] as const;
const TAGS = ['rechnung', 'kündigung', 'störung', 'presse', 'vip'];
const PER_TALK = 10;
const AT_ONCE = 2_000;

export interface FilledWorld {
  readonly me: string;
  readonly conversations: number;
  readonly accounts: readonly { readonly id: string; readonly brand: string }[];
}

/** Words of one to five syllables, the commonest first. */
export function wordList(rng: SeededRng): string[] {
  const words = new Set<string>();
  while (words.size < WORDS) {
    let word = '';
    for (let left = 1 + rng.int(5); left > 0; left -= 1) word += SYLLABLES[rng.int(SYLLABLES.length)];
    words.add(word);
  }
  return [...words];
}

/** As language has it: the n-th word comes about 1/n as often as the first. */
export function drawWord(rng: SeededRng, words: readonly string[]): string {
  return words[Math.min(words.length - 1, Math.floor(Math.exp(rng.next() * Math.log(words.length)) - 1))] ?? '';
}

/** Writes as frames do, through the product's own writer. */
export function fillCopy(replica: Replica, stores: DeskStores, rng: SeededRng, words: readonly string[], messages: number, told: (done: number) => void): FilledWorld {
  const accounts = Array.from({ length: 9 }, (_, i) => ({ id: `account-${i}`, brand: `Marke ${i % 3}`, channel: CHANNELS[i % CHANNELS.length] ?? 'x' }));
  for (const account of accounts) stores.rows.put({ kind: 'account', id: account.id, seq: 1, value: account });
  const talks = Math.ceil(messages / PER_TALK);
  const every = YEAR_MS / talks;
  for (let from = 0; from < talks; from += AT_ONCE / PER_TALK) {
    const part: TalkToFind[] = [];
    for (let i = from; i < Math.min(talks, from + AT_ONCE / PER_TALK); i += 1) {
      const { id: accountId, channel } = accounts[i % accounts.length] ?? { id: '', channel: 'x' };
      const isOpen = i > talks - 300;
      const agent = `agent-${rng.int(90)}`;
      part.push({
        id: `0199${i.toString(16).padStart(8, '0')}-7abc-8def-0123456789ab`,
        contactId: `p-${rng.int(talks)}-${i}`,
        name: `${cased(drawWord(rng, words))} ${cased(drawWord(rng, words))}`,
        channel,
        accountId,
        state: isOpen ? 'assigned' : 'closed',
        ...(isOpen ? { ownerAgentId: agent } : { lastAgentId: agent }),
        ...(rng.int(10) === 0 ? { tags: [TAGS[rng.int(TAGS.length)] ?? ''] } : {}),
        lines: Array.from({ length: PER_TALK }, (_, j) => ({
          id: `m-${i}-${j}`,
          text: Array.from({ length: 10 + rng.int(20) }, () => drawWord(rng, words)).join(' '),
          at: Math.floor(START + i * every + j * 7_200_000),
          agentId: j % 2 === 1 ? agent : undefined,
          note: j === 5,
        })),
      });
    }
    putTalks(stores, part, from + 1);
    if (from % 20_000 === 0) {
      replica.checkpoint();
      told(from * PER_TALK);
    }
  }
  return { me: 'agent-7', conversations: talks, accounts };
}

function cased(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export interface Drawn {
  readonly kind: string;
  readonly text: string;
  readonly filter: SearchFilter;
}

/** What somebody types: a word, its beginning on the way there, two or three words; every other time narrowed by one or two filters. */
export function drawQuery(rng: SeededRng, words: readonly string[], world: FilledWorld): Drawn {
  const word = rng.int(3) === 0 ? (words[rng.int(words.length)] ?? '') : drawWord(rng, words);
  const ways: readonly (readonly [string, string])[] = [
    ['word', word],
    ['two letters', word.slice(0, 2)],
    ['three letters', word.slice(0, 3)],
    ['beginning', word.slice(0, 4 + rng.int(4))],
    ['two words', `${drawWord(rng, words)} ${word}`],
    ['three words', `${drawWord(rng, words)} ${drawWord(rng, words)} ${word.slice(0, 5)}`],
  ];
  const [kind, text] = ways[rng.int(ways.length)] ?? ['word', word];
  if (rng.int(2) === 0) return { kind, text, filter: {} };
  const day = START + rng.int(365) * 86_400_000;
  const account = world.accounts[rng.int(world.accounts.length)];
  const filters: readonly SearchFilter[] = [
    { channel: CHANNELS[rng.int(CHANNELS.length)] },
    { brand: account?.brand },
    { accountId: account?.id },
    { saidBy: 'customer' },
    { saidBy: 'note' },
    { agentId: `agent-${rng.int(90)}` },
    { state: 'open' },
    { state: 'closed' },
    { sinceAt: day, untilAt: day + 7 * 86_400_000 },
    { sinceAt: day },
    { tag: TAGS[rng.int(TAGS.length)] },
    { mine: true },
  ];
  const filter = { ...filters[rng.int(filters.length)], ...(rng.int(2) === 0 ? filters[rng.int(filters.length)] : {}) };
  return { kind: `${kind}, filtered`, text, filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) };
}
