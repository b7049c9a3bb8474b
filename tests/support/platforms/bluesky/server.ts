// The real Bluesky server (PDS and identity directory) of `@atproto/dev-env`, as the project that makes it tests itself. Not there: the AppView (search, thread
// views, notifications lists), relay and chat. One start takes a fifth of a second; loading the code takes some seconds, so a test file starts one.
import { TestNetworkNoAppView } from '@atproto/dev-env';
import { AtpAgent } from '@atproto/api';

export interface BlueskyPost {
  readonly uri: string;
  readonly cid: string;
  readonly value: { readonly text: string; readonly createdAt: string; readonly facets?: unknown; readonly reply?: { root: { uri: string; cid: string }; parent: { uri: string; cid: string } }; readonly langs?: string[] };
}

export interface BlueskyServer {
  readonly url: string;
  readonly directoryUrl: string;
  readonly network: TestNetworkNoAppView;
  /** Signs somebody up (or in) and gives their agent. `name`: before `.test`. */
  person(name: string, displayName?: string): Promise<AtpAgent>;
  /** Every post of an account as the server has it, newest last. */
  postsOf(did: string): Promise<BlueskyPost[]>;
  close(): Promise<void>;
}

export const PASSWORD = 'pass-word-of-a-test';

export async function startBluesky(options: { rateLimits?: boolean } = {}): Promise<BlueskyServer> {
  const network = await TestNetworkNoAppView.create({ pds: { rateLimitsEnabled: options.rateLimits ?? false, didCacheStaleTTL: 1 } });
  const { url } = network.pds;
  const people = new Map<string, Promise<AtpAgent>>();
  const signUp = async (name: string, displayName: string | undefined): Promise<AtpAgent> => {
    const agent = new AtpAgent({ service: url });
    await agent.createAccount({ handle: `${name}.test`, email: `${name}@example.test`, password: PASSWORD });
    if (displayName !== undefined) await agent.com.atproto.repo.putRecord({ repo: agent.assertDid, collection: 'app.bsky.actor.profile', rkey: 'self', record: { $type: 'app.bsky.actor.profile', displayName } });
    return agent;
  };
  return {
    url,
    directoryUrl: network.plc.url,
    network,
    person: (name, displayName) => {
      const agent = people.get(name) ?? signUp(name, displayName);
      people.set(name, agent);
      return agent;
    },
    postsOf: async (did) => {
      const agent = new AtpAgent({ service: url });
      const { data } = await agent.com.atproto.repo.listRecords({ repo: did, collection: 'app.bsky.feed.post', limit: 100, reverse: true });
      return data.records as unknown as BlueskyPost[];
    },
    close: () => network.close(),
  };
}

export interface Written {
  readonly uri: string;
  readonly cid: string;
}

/** Posts as a person does in the app: mentions and links marked by byte offsets. */
export async function write(agent: AtpAgent, text: string, over: { reply?: { root: Written; parent: Written }; quote?: Written; langs?: string[] } = {}): Promise<Written> {
  const { RichText } = await import('@atproto/api');
  const rich = new RichText({ text });
  await rich.detectFacets(agent);
  const { uri, cid } = await agent.post({
    text: rich.text,
    ...(rich.facets === undefined ? {} : { facets: rich.facets }),
    ...(over.reply === undefined ? {} : { reply: over.reply }),
    ...(over.langs === undefined ? {} : { langs: over.langs }),
    ...(over.quote === undefined ? {} : { embed: { $type: 'app.bsky.embed.record', record: { uri: over.quote.uri, cid: over.quote.cid } } }),
  });
  return { uri, cid };
}
