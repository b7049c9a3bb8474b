import type { IpcError, IpcName, IpcPush, IpcRequest, IpcResult, IpcTopic, WorkstationBridge } from '../../../shared/ipc/index.ts';
import type { LinkStatus } from './link-status.ts';

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;
/** Close code of a host that does not know the session. */
const CLOSED_UNKNOWN_SESSION = 4401;

const NOT_RUNNING: IpcError = {
  code: 'DESK_NOT_RUNNING',
  message: 'The desk program does not answer.',
  remedy: 'Start it again; the page reconnects by itself.',
};

interface Frame {
  readonly id?: number;
  readonly result?: unknown;
  readonly topic?: string;
  readonly payload?: unknown;
}

/** What the bridge needs of the browser; tests bring their own. */
export interface BrowserDoors {
  readonly origin: string;
  takeToken(): string | undefined;
  post(path: string, body: unknown): Promise<number>;
  get(path: string): Promise<number>;
  socket(url: string): WebSocket;
  now(): number;
  after(ms: number, run: () => void): void;
}

export function browserDoors(): BrowserDoors {
  return {
    origin: window.location.origin,
    takeToken: () => {
      const given = new URLSearchParams(window.location.hash.slice(1));
      const token = given.get('token') ?? undefined;
      given.delete('token');
      const rest = given.toString();
      // Out of the address bar and the history at once: it is worth something only once, but it should not be copied about.
      if (token !== undefined) window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}${rest === '' ? '' : `#${rest}`}`);
      return token;
    },
    post: async (path, body) =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          credentials: 'same-origin',
          body: JSON.stringify(body),
        })
      ).status,
    get: async (path) => (await fetch(path, { credentials: 'same-origin' })).status,
    socket: (url) => new WebSocket(url),
    now: () => Date.now(),
    after: (ms, run) => void window.setTimeout(run, ms),
  };
}

/**
 * The workstation over a socket to the loopback host that served this page: the one-time token of the address is exchanged for a session
 * cookie, then calls and pushes travel as JSON frames. A lost socket is reopened with growing pauses; calls under way fail as "not running".
 */
export function openBrowserBridge(report: (status: LinkStatus) => void, doors: BrowserDoors = browserDoors()): WorkstationBridge {
  const pending = new Map<number, (result: IpcResult<IpcName>) => void>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let socket: WebSocket | undefined;
  let nextId = 1;
  let wait = FIRST_WAIT_MS;
  let lostSince: number | undefined;

  const failPending = (): void => {
    for (const settle of pending.values()) settle({ ok: false, error: NOT_RUNNING });
    pending.clear();
  };

  const lose = (): void => {
    socket = undefined;
    failPending();
    lostSince ??= doors.now();
    report({ kind: 'lost', since: lostSince });
    doors.after(wait, connect);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const receive = (text: string): void => {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    if (frame.id !== undefined) {
      const settle = pending.get(frame.id);
      pending.delete(frame.id);
      settle?.(frame.result as IpcResult<IpcName>);
    } else if (frame.topic !== undefined) {
      for (const listener of listeners.get(frame.topic) ?? []) listener(frame.payload as never);
    }
  };

  const connect = (): void => {
    const opened = doors.socket(`${doors.origin.replace(/^http/, 'ws')}/ipc`);
    let isOpen = false;
    opened.addEventListener('open', () => {
      isOpen = true;
      socket = opened;
      wait = FIRST_WAIT_MS;
      lostSince = undefined;
      report({ kind: 'up' });
    });
    opened.addEventListener('message', (event) => receive(String(event.data)));
    opened.addEventListener('close', (event) => {
      if (event.code === CLOSED_UNKNOWN_SESSION) {
        failPending();
        report({ kind: 'refused' });
      } else if (isOpen) {
        lose();
      } else {
        void findOutWhy();
      }
    });
  };

  /** A browser does not tell why a socket did not open; a plain request does. */
  const findOutWhy = async (): Promise<void> => {
    const status = await doors.get('/session').catch(() => undefined);
    if (status === 401 || status === 403) report({ kind: 'refused' });
    else lose();
  };

  const start = async (): Promise<void> => {
    report({ kind: 'connecting' });
    const token = doors.takeToken();
    if (token !== undefined) {
      const status = await doors.post('/session', { token }).catch(() => undefined);
      // A reload with a used-up token may still have its cookie, so only the socket decides.
      if (status === undefined) return lose();
    }
    connect();
  };
  void start();

  return {
    host: 'browser',
    call: <N extends IpcName>(name: N, request: IpcRequest<N>) =>
      new Promise<IpcResult<N>>((resolve) => {
        if (socket === undefined) return resolve({ ok: false, error: NOT_RUNNING });
        const id = nextId;
        nextId += 1;
        pending.set(id, resolve as (result: IpcResult<IpcName>) => void);
        socket.send(JSON.stringify({ id, name, request }));
      }),
    on: <T extends IpcTopic>(topic: T, listener: (payload: IpcPush<T>) => void) => {
      const of = listeners.get(topic) ?? new Set();
      listeners.set(topic, of);
      of.add(listener as (payload: never) => void);
      return () => void of.delete(listener as (payload: never) => void);
    },
  };
}
