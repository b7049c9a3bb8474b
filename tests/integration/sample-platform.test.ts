import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { preparePlatform, runTraffic, type RunningTraffic } from '../../tools/sample/run-traffic.ts';
import type { TrafficAction } from '../../tools/sample/traffic.ts';

const SEED = 7;

describe(`sample traffic on the real Probeplattform (seed ${SEED})`, () => {
  let platform: Sandbox;
  let traffic: RunningTraffic | undefined;
  beforeEach(async () => {
    platform = await startSandbox();
  });
  afterEach(async () => {
    await traffic?.stop();
    traffic = undefined;
    await platform.close();
  });

  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${platform.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const until = async (what: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 600 && !what(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(what()).toBe(true);
  };

  it('reaches the inbox of the brand; answers bring follow-ups; nothing is written after the stop', async () => {
    await preparePlatform(platform.url, platform.token);
    await preparePlatform(platform.url, platform.token);
    const troubles: string[] = [];
    const done: { action: TrafficAction; id: string }[] = [];
    traffic = runTraffic({
      platformUrl: platform.url,
      token: platform.token,
      seed: SEED,
      faster: 200,
      onTrouble: (why) => troubles.push(why),
      onAction: (action, id) => done.push({ action, id }),
    });
    await until(() => done.length >= 40);
    const inbox = (await call('GET', '/accounts/musterkom_hilft/inbox?limit=1000')) as { events: { post: { id: string; text: string } }[] };
    const first = done.find(({ action }) => action.kind === 'post' && action.text.startsWith('@musterkom_hilft'));
    expect(inbox.events.find((event) => event.post.id === first?.id)?.post.text).toBe(first?.action.text);

    let answered = 0;
    for (let at = 0; done.every(({ action }) => action.inReplyTo === undefined || !('remoteId' in action.inReplyTo)) && at < 60; at += 1) {
      await until(() => done.length > at);
      const { action, id } = done[at] as (typeof done)[number];
      if (action.kind !== 'post' && action.kind !== 'privateMessage') continue;
      const author = action.recipient ?? 'musterkom_hilft';
      const sent = await call('POST', '/posts', {
        author,
        text: `Moin, wir schauen nach. ^AB ${at}`,
        inReplyTo: id,
        visibility: action.kind === 'post' ? 'public' : 'private',
        ...(action.kind === 'post' ? {} : { recipient: action.author.handle }),
      }).then(
        () => true,
        (error: Error) => {
          // The writer may have taken the post back meanwhile.
          if (!error.message.includes('PARENT_DELETED')) throw error;
          return false;
        },
      );
      if (sent) answered += 1;
    }
    await until(() => done.some(({ action }) => action.inReplyTo !== undefined && 'remoteId' in action.inReplyTo));
    await until(() => (traffic?.stats.brandAnswers ?? 0) === answered);
    await until(() => ['edit', 'delete', 'reply'].every((kind) => done.some(({ action }) => action.kind === kind)));

    await traffic.stop();
    const stats = (await call('GET', '/stats')) as { created: { person: number }; edited: number; deleted: number; doubled: number };
    expect(stats).toMatchObject({ created: { person: traffic.stats.posted }, doubled: 0 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await call('GET', '/stats')).toMatchObject({ created: { person: traffic.stats.posted } });
    expect(troubles).toEqual([]);
  });

  it('waits for a platform that is away and posts nothing twice', async () => {
    await preparePlatform(platform.url, platform.token);
    const troubles: string[] = [];
    for (const kind of [
      'unavailable503',
      'closeBeforeEffect',
      'closeAfterEffect',
      'error500AfterEffect',
      'garbage200AfterEffect',
      'rateLimited',
    ])
      await call('POST', '/faults', { kind, route: 'POST /posts', remaining: 1 });
    traffic = runTraffic({
      platformUrl: platform.url,
      token: platform.token,
      seed: SEED,
      faster: 50,
      burst: 10,
      onTrouble: (why) => troubles.push(why),
    });
    await until(() => (traffic?.stats.posted ?? 0) >= 10);
    await traffic.stop();
    expect(troubles).toHaveLength(6);
    expect(await call('GET', '/stats')).toMatchObject({ created: { person: traffic.stats.posted } });
    expect(traffic.stats.skipped).toBe(0);
  });

  it('says plainly when the platform does not take the brands', async () => {
    await expect(preparePlatform(platform.url, 'not-the-token')).rejects.toThrow(/musterkom_hilft: 401/);
  });
});
