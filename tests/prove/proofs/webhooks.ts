import { diceFor, type Dice } from '../../simulation/dice.ts';
import { startServerWorld, type ServerWorld } from '../../support/server-world.ts';
import type { Proof } from '../proof.ts';
import { deliver, forge, tell, type Delivery, type PostStory } from './webhooks/story.ts';
import { wholeOf } from './whole.ts';

const SECRETS = { musterkom: 'the secret of musterkom', zweitmarke: 'the secret of zweitmarke' } as const;
type Account = keyof typeof SECRETS;
const ACCOUNTS = Object.keys(SECRETS) as Account[];

interface Found {
  deliveries: number;
  events: number;
  comeAgain: number;
  forged: number;
  readonly duplicates: string[];
  readonly forgedAccepted: string[];
  readonly lost: string[];
}

export const proof: Proof = {
  about: 'A real server over HTTP: every event of a platform told up to ten times, in any order, together, half of it 36 h late; among them thirteen kinds of forgery, another account’s secret included.',
  unit: 'one story of 25 posts with all its deliveries',
  figure: '0 duplicates, 0 forged accepted, 0 lost (a message, its last edit, its deletion)',
  runs: 40,
  async run({ runs, seed, more, say }) {
    const posts = wholeOf(more, 'posts', 25);
    const found: Found = { deliveries: 0, events: 0, comeAgain: 0, forged: 0, duplicates: [], forgedAccepted: [], lost: [] };
    const account = { type: 'account.register', data: { id: 'zweitmarke', channel: 'sandbox', handle: 'zweitmarke', name: 'Zweitmarke', brand: 'Zweitmarke', credentialId: 'sandbox', teamIds: [], budget: { capacity: 1_000, refillPerMinute: 1_000 } } } as const;
    const world = await startServerWorld({ config: { webhookSecrets: { ...SECRETS } }, commands: [{ type: account.type, data: { ...account.data, teamIds: [] } }] });
    try {
      for (let run = 0; run < runs; run += 1) {
        await oneStory(world, diceFor(seed * 10_007 + run, 'webhooks'), `s${seed}r${run}`, posts, found);
        if ((run + 1) % 10 === 0) say(`${run + 1} stories, ${found.deliveries} deliveries`);
      }
      look(world, found);
    } finally {
      await world.close();
    }
    for (const text of [...found.lost, ...found.duplicates, ...found.forgedAccepted].slice(0, 20)) say(text);
    const { duplicates, forgedAccepted, lost, ...counts } = found;
    return { runs, ok: duplicates.length + forgedAccepted.length + lost.length === 0 && found.forged > 0, doubled: duplicates.length, duplicates: duplicates.length, forgedAccepted: forgedAccepted.length, lost: lost.length, ...counts };
  },
};

async function oneStory(world: ServerWorld, dice: Dice, named: string, posts: number, found: Found): Promise<void> {
  const now = Date.now();
  const stories = tell(dice, named, posts, ACCOUNTS, now);
  const deliveries: Delivery[] = [];
  for (const account of ACCOUNTS) {
    const told = stories.filter((story) => story.account === account).flatMap((story) => story.events.flatMap((event) => Array.from({ length: 1 + dice.int(10) }, () => event)));
    found.events += told.length;
    const mixed = dice.shuffle(told);
    while (mixed.length > 0) deliveries.push(deliver(SECRETS[account], account, mixed.splice(0, 1 + dice.int(6)), now - dice.int(60_000), `${named}-${deliveries.length}`));
  }
  const forgeries = ACCOUNTS.flatMap((of, i) => {
    const other = ACCOUNTS[1 - i] as Account;
    return forge(`${named}-${of}`, { of, other, ofSecret: SECRETS[of], otherSecret: SECRETS[other] }, now);
  });
  const work = dice.shuffle([...deliveries.map((delivery) => ({ delivery, forged: undefined })), ...forgeries.map((forged) => ({ delivery: forged.delivery, forged }))]);
  found.deliveries += deliveries.length;
  found.forged += forgeries.length;
  const lane = async (): Promise<void> => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      let status = await send(world, next.delivery);
      if (next.forged !== undefined) {
        if (status < 400 || status >= 500) found.forgedAccepted.push(`${next.forged.kind} was answered ${status}`);
        continue;
      }
      for (let again = 0; status >= 500 && again < 20; again += 1) {
        found.comeAgain += 1;
        status = await send(world, next.delivery);
      }
      if (status !== 200) found.lost.push(`a true delivery was answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  await judge(world, stories, found);
  for (const { kind, postId } of forgeries) for (const account of ACCOUNTS) if (world.app.center.index.messageByRemote(idOf(world, account), postId) !== undefined) found.forgedAccepted.push(`${kind} is in the center`);
}

function idOf({ app }: ServerWorld, handle: string): string {
  return app.center.index.accountByHandle('sandbox', handle) ?? '';
}

async function send(world: ServerWorld, { path, body, headers }: Delivery): Promise<number> {
  const response = await fetch(`${world.app.url}${path}`, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}

/** Every message is there as it was last said, once, and asks for an answer unless it is gone. */
async function judge(world: ServerWorld, stories: readonly PostStory[], found: Found): Promise<void> {
  const { committed, index } = world.app.center;
  for (const story of stories) {
    const id = index.messageByRemote(idOf(world, story.account), story.id);
    const message = id === undefined ? undefined : committed.get('message', id);
    if (message === undefined) {
      found.lost.push(`${story.id} is not there`);
      continue;
    }
    const edits = story.events.length - 1 - (story.deleted ? 1 : 0);
    if (story.deleted !== (message.deletedAt !== undefined)) found.lost.push(`${story.id} is ${story.deleted ? 'deleted at the source and still there' : 'gone and was never deleted'}`);
    if (!story.deleted && edits > 0 && message.editedAt === undefined) found.lost.push(`the edit of ${story.id} is lost`);
    const said = story.events.findLast((event) => (event as { type: string }).type === 'post.edited') as { post: { editedAt: string } } | undefined;
    if (!story.deleted && said !== undefined && message.editedAt !== Date.parse(said.post.editedAt)) found.lost.push(`${story.id} does not say what was said last`);
    const conversation = message.conversationId === undefined ? undefined : committed.get('conversation', message.conversationId);
    const item = conversation?.workItemId === undefined ? undefined : committed.get('workItem', conversation.workItemId);
    if (!story.deleted && (conversation?.openTurn?.some((turn) => turn.messageId === message.id) !== true || item === undefined || item.state === 'closed')) found.lost.push(`${story.id} is not answered and nobody sees it`);
  }
}

/** Over all: no message, contact or conversation twice. */
function look({ app }: ServerWorld, found: Found): void {
  const { committed } = app.center;
  const once = (what: string, keys: Iterable<string>): void => {
    const seen = new Set<string>();
    for (const key of keys) {
      if (seen.has(key)) found.duplicates.push(`${what} ${key} is there twice`);
      seen.add(key);
    }
  };
  once('message', [...committed.all('message').values()].map((message) => `${committed.get('thread', message.threadId)?.accountId ?? '?'} ${message.remoteId}`));
  once('thread', [...committed.all('thread').values()].map((thread) => `${thread.accountId} ${thread.remoteId}`));
  once('conversation', [...committed.all('conversation').values()].map((conversation) => `${conversation.threadId} ${conversation.contactId}`));
  once('contact', [...committed.all('contact').values()].flatMap((contact) => contact.identityKeys));
  once('open item', [...committed.all('workItem').values()].filter((item) => item.state !== 'closed').map((item) => item.conversationId));
}
