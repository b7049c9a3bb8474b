import { call } from '../bridge/index.ts';

/** Said again so often; the host forgets it after three times as long. */
const SAY_EVERY_MS = 15_000;

interface Sentinel extends EventTarget {
  readonly released: boolean;
  release(): Promise<void>;
}

export interface AwakeDoors {
  /** The desk program's own way; false: it has none. */
  readonly say: (awake: boolean) => Promise<boolean>;
  /** The browser's; undefined: it has none either, or not for this page. */
  readonly request: (() => Promise<Sentinel>) | undefined;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly every: (ms: number, run: () => void) => () => void;
}

function browserDoors(): AwakeDoors {
  const { wakeLock } = navigator as { readonly wakeLock?: { request(type: 'screen'): Promise<Sentinel> } };
  return {
    say: async (awake) => (await call('display.awake', { awake })).held,
    request: wakeLock === undefined ? undefined : () => wakeLock.request('screen'),
    page: document,
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
  };
}

/** WALL-5: the display does not go to sleep from now on, until what this gives back is called. Where the machine does not allow it, it sleeps: nothing else fails for it. */
export function stayAwake({ say, request, page, every }: AwakeDoors = browserDoors()): () => void {
  let ended = false;
  let sentinel: Sentinel | undefined;
  let isAsking = false;
  const look = async (): Promise<void> => {
    // A host that does not answer has none for now; the browser's own way does no harm beside it.
    const held = await say(true).catch(() => false);
    // Said while it was being left: whatever came of it is taken back.
    if (ended) return void say(false).catch(() => undefined);
    if (held || request === undefined || isAsking || page.visibilityState !== 'visible' || sentinel?.released === false) return;
    isAsking = true;
    const got = await request().catch(() => undefined);
    isAsking = false;
    if (ended) void got?.release().catch(() => undefined);
    else sentinel = got;
  };
  // A browser takes it back whenever the page is out of sight.
  const seen = (): void => void look();
  page.addEventListener('visibilitychange', seen);
  const stop = every(SAY_EVERY_MS, seen);
  void look();
  return () => {
    ended = true;
    stop();
    page.removeEventListener('visibilitychange', seen);
    void say(false).catch(() => undefined);
    void sentinel?.release().catch(() => undefined);
  };
}
