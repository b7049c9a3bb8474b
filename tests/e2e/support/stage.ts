import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { PostView } from '../../../sandbox/render.ts';
import { PEOPLE, SAMPLE_POSTS, type Topic } from '../../../tools/sample/texts/index.ts';
import { DEFAULT_STRATEGY } from '../../../shared/domain/strategy.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { Desk } from './desk.ts';
import { openHost } from './host.ts';
import type { Center } from './center.ts';

/** A shift in the middle of its day: desks with every kind of thing on them, to look at from all sides. */
export interface Stage {
  readonly center: Center;
  /** Nobody is signed in here. */
  readonly door: Desk;
  /** Off duty, nothing open. */
  readonly idle: Desk;
  /** Full: several items, a thread of three people with an answer and a note. Its line to the server can be cut. */
  readonly agent: Desk;
  readonly line: TcpProxy;
  /** Has answers that wait, failed and are unclear. */
  readonly troubled: Desk;
  readonly lead: Desk;
  /** Has work of their own, and becomes a trainee where a screen says so. */
  readonly trainee: Desk;
  readonly kielPost: string;
  readonly troubles: string[];
  close(): Promise<void>;
}

/** What lies on the agent's desk. */
export const AGENT_ITEMS = /\b6\b/;
/** What lies on all desks once the board is filled. */
const ALL_ITEMS = /\b19\b/;
export const KIEL = 'Seit drei Tagen jetzt';

export async function openStage(center: Center, browser: Browser): Promise<Stage> {
  const troubles: string[] = [];
  const desks: Desk[] = [];
  const line = await TcpProxy.start(center.serverUrl);
  const open = async (name: string, serverUrl = center.serverUrl): Promise<Desk> => {
    const desk = new Desk(await openHost('browser', browser, { name, parent: center.dataDir, serverUrl, centerFile: center.file }, troubles));
    await desk.page.emulateMedia({ reducedMotion: 'reduce' });
    desks.push(desk);
    return desk;
  };
  const work = async (name: string, serverUrl?: string): Promise<Desk> => {
    const desk = await open(name, serverUrl);
    await desk.signIn(name);
    await desk.setUndoSeconds(0);
    await desk.becomeAvailable();
    return desk;
  };
  // The shift is in its middle: nobody is eased into it any more.
  const rules = { ...DEFAULT_STRATEGY, shift: { ...DEFAULT_STRATEGY.shift, perHour: 0, atOnce: 0 } };
  // Version 1 came with the sample center.
  await center.command('heike', { type: 'strategy.apply', v: 1, data: { rules, baseVersion: 1 } });
  const agent = await work('mira', line.url);
  const kielPost = await fillAgent(center, agent);
  const troubled = await work('sina');
  await fillTroubled(center, troubled);
  const lead = await open('heike');
  await lead.signIn('heike');
  const idle = await open('doris');
  await idle.signIn('doris');
  const door = await open('door');
  const other = await work('tjark');
  await fillBoard(center, other);
  // All of it lies on a desk: what still waited would come to the agent as soon as there is room.
  await expect(agent.page.getByTestId('tab-team')).toContainText(ALL_ITEMS);
  await expect(agent.page.getByTestId('tab-waiting')).toContainText(/\b0\b/);
  // The first steps are offered to the one at the idle desk only.
  for (const desk of [agent, troubled, lead, other]) await desk.page.getByTestId('welcome-skip').click();
  // From here on new work finds the agent alone.
  for (const desk of [troubled, other]) await desk.takeNothingNew();
  return {
    center,
    door,
    idle,
    agent,
    line,
    troubled,
    lead,
    trainee: other,
    kielPost,
    troubles,
    close: async () => {
      await Promise.all(desks.map((desk) => desk.close()));
      await line.stop();
    },
  };
}

async function answer(center: Center, desk: Desk, to: PostView, text: string): Promise<void> {
  await desk.writeByKeys(text);
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(to.id)).toHaveLength(1);
  await expect(desk.replyState(text)).toContainText(/gesendet/);
  await desk.page.keyboard.press('Escape');
}

/** Gives the newest post of the thread that is looked at. */
async function fillAgent(center: Center, desk: Desk): Promise<string> {
  const first = await center.postAs('kiel_gaarden', 'Handy in Kiel mal wieder tot. Danke für nichts, @musterkom_hilft.');
  await desk.open('mal wieder tot');
  await answer(center, desk, first, 'Hallo, das ist ärgerlich! Seit wann hast du die Probleme und in welchem Stadtteil?');
  await desk.page.keyboard.press('m');
  await expect(desk.page.getByTestId('composer')).toHaveAttribute('data-mode', 'note');
  await desk.page.keyboard.type('Störung im Raum Kiel-Ost bestätigt, Entstörung bis 14:00.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByTestId('note')).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('r');
  await expect(desk.page.getByTestId('composer')).toHaveAttribute('data-mode', 'public');
  await desk.page.keyboard.press('Escape');
  const [reply] = await center.repliesTo(first.id);
  await center.postAs('router_rolf', 'Bei mir in Ellerbek auch, @musterkom_hilft. Das halbe Handynetz ist weg.', { inReplyTo: first.id });
  const newest = await center.postAs('kiel_gaarden', `@musterkom_hilft ${KIEL}, Gaarden. Hilft mir hier noch jemand? Kundennummer hab ich, wenn ihr die braucht.`, { inReplyTo: reply?.id ?? first.id });
  await center.postAs('hh_pendlerin', '@musterkom_hilft Kann ich meinen Handyvertrag fürs neue Jahr ändern, ohne dass die Laufzeit neu beginnt?');
  await center.postAs('abby_ashdown', '@musterkom_help Bought a prepaid SIM at the airport. Where do I find my own number?');
  const petersen = await center.postAs('h_petersen', '@musterkom_hilft Guten Tag, meine neue SIM-Karte lässt sich nicht aktivieren. Was soll ich tun?');
  await center.postAs('h_petersen', '@musterkom_hilft Ist da jemand? Ich brauche die SIM heute noch. Mit freundlichen Grüßen, H. Petersen', { inReplyTo: petersen.id });
  await center.postAs('vertragskunde', 'Guten Abend, ich möchte den Vertrag meiner Mutter übernehmen. Was brauchen Sie von mir?', { visibility: 'private', recipient: 'musterkom_chat' });
  await expect(desk.offer).toBeVisible();
  await desk.page.keyboard.press('a');
  await expect(desk.page.getByTestId('tab-mine')).toContainText(AGENT_ITEMS);
  return newest.id;
}

/** One answer the platform refuses, one that is held, one nobody knows about. */
async function fillTroubled(center: Center, desk: Desk): Promise<void> {
  const { platform } = center;
  await center.postAs('rechnung_rita', '@musterkom_hilft Warum steht auf meiner Rechnung eine Gebühr von 9,99?');
  await center.postAs('mahnung_max', '@musterkom_hilft Habe eine Mahnung bekommen, aber längst bezahlt.');
  await center.postAs('tv_tessa', '@musterkom_tv Die Senderliste ist seit gestern durcheinander.');
  await desk.open('Gebühr von 9,99');
  // The desk asks but once a minute whether the platform honours keys: it must hear no the first time.
  await platform.ok('PUT', '/settings', { maxLength: 20, idempotency: 'none' });
  await send(desk, 'Das ist die Gebühr für die Rufnummernmitnahme.');
  await expect(desk.replyState('Rufnummernmitnahme')).toContainText('gescheitert');
  await platform.ok('PUT', '/settings', { maxLength: 280, readLagMs: 3_600_000 });
  await desk.open('längst bezahlt');
  const unmute = await center.muteWebhooks();
  await platform.ok('PUT', '/faults', { faults: [{ kind: 'closeAfterEffect', route: 'POST /posts', account: 'musterkom_hilft', remaining: 1 }] });
  await send(desk, 'Die Mahnung hat sich mit der Zahlung gekreuzt, alles gut.');
  await expect(desk.replyState('gekreuzt')).toContainText('unklar', { timeout: 30_000 });
  // The lag stays: else the desk would look again, find it, and be troubled no longer.
  await unmute();
  await desk.open('Senderliste');
  await center.command('heike', { type: 'account.stop', v: 1, data: { accountId: 'account-tv', reason: 'falsche Senderliste im Umlauf' } });
  await expect(desk.page.getByTestId('hint-stopped')).toBeVisible();
  await send(desk, 'Ein Sendersuchlauf bringt die alte Reihenfolge zurück.');
  await expect(desk.replyState('Sendersuchlauf')).toContainText('angehalten');
}

async function send(desk: Desk, text: string): Promise<void> {
  await desk.writeByKeys(text);
  await desk.page.keyboard.press('Control+Enter');
  await desk.page.keyboard.press('Escape');
}

/** Some for a second person, so that the board has more than one line to show. */
async function fillBoard(center: Center, other: Desk): Promise<void> {
  await postSamples(center, 'fixed', 0, 4);
  await postSamples(center, 'tv', 0, 6);
  await expect(other.page.getByTestId('queue-row').first()).toBeVisible();
}

/** More than those present can hold: the rest waits. */
export async function floodBoard(center: Center): Promise<void> {
  for (const topic of ['mobile', 'fixed', 'tv', 'billing'] as const) await postSamples(center, topic, 6, 20);
}

async function postSamples(center: Center, topic: Topic, from: number, to: number): Promise<void> {
  const samples = SAMPLE_POSTS.filter((post) => post.topic === topic && post.language === 'de').slice(from, to);
  for (const [place, post] of samples.entries()) {
    const text = post.text.replace('{brand}', '@musterkom_hilft');
    const person = PEOPLE[(from + place + topic.length * 17) % PEOPLE.length];
    await center.postAs(person?.handle ?? `person_${place}`, text.includes('@musterkom') ? text : `@musterkom_hilft ${text}`);
  }
}

/** The language, chosen where a person chooses it. */
export async function chooseLanguage(page: Page, language: 'de' | 'en'): Promise<void> {
  const isThere = await page.getByTestId('rail-settings').count();
  if (isThere > 0) await page.getByTestId('rail-settings').click();
  await page.getByRole('radio', { name: language === 'de' ? 'Deutsch' : 'English' }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  if (isThere > 0) await page.getByTestId('rail-desk').click();
}
