import type { IpcName, IpcResult, IpcTopic } from '../../../shared/ipc/index.ts';
import { IPC_TOPIC_NAMES } from '../../../shared/ipc/names.ts';
import { deskBridge, linkStatus, onLinkStatus } from './link.ts';

/** What a desk shows first; none needs anything said. */
const FIRST = ['settings.get', 'connection.get', 'session.get', 'lock.get', 'attention.get', 'update.get', 'rows.load', 'outbox.load', 'notices.load', 'away.summary'] as const satisfies readonly IpcName[];
type First = (typeof FIRST)[number];

/** Which answer holds all that was pushed under a topic before it. The others have no such answer. */
const COVERED: Readonly<Partial<Record<IpcTopic, First>>> = {
  settings: 'settings.get',
  connection: 'connection.get',
  session: 'session.get',
  lock: 'lock.get',
  attention: 'attention.get',
  update: 'update.get',
  rows: 'rows.load',
  outbox: 'outbox.load',
  notice: 'notices.load',
  away: 'away.summary',
};
interface Held {
  readonly topic: IpcTopic;
  readonly payload: unknown;
  /** Place among all that came. */
  readonly at: number;
}

let answers: Map<IpcName, Promise<IpcResult<IpcName>>> | undefined;
let held: Held[] | undefined;
const answeredAt = new Map<IpcName, number>();
let came = 0;
/** The screen's own code was quicker. */
let tooLate = false;

/** Asks once, as soon as there is a link, and keeps what is pushed meanwhile. */
export function askEarly(): void {
  const bridge = deskBridge();
  if (bridge === undefined || tooLate) return;
  held = [];
  const stops = IPC_TOPIC_NAMES.map((topic) =>
    bridge.on(topic, (payload) => {
      came += 1;
      if (held === undefined) for (const stop of stops) stop();
      else held.push({ topic, payload, at: came });
    }),
  );
  const ask = (): void => {
    if (held === undefined) return;
    answers = new Map();
    for (const name of FIRST) {
      const answer = bridge.call(name, {} as never) as Promise<IpcResult<IpcName>>;
      answers.set(
        name,
        answer.then((result) => {
          came += 1;
          answeredAt.set(name, came);
          return result;
        }),
      );
    }
  };
  if (linkStatus().kind === 'up') ask();
  // Answers of a link that is lost are none; a new link is asked anew.
  const stop = onLinkStatus((status) => {
    answers = undefined;
    if (held === undefined) stop();
    else if (status.kind === 'up') ask();
  });
}

/** The answer asked for early, to whoever asks first. */
export function takeEarlyAnswer<N extends IpcName>(name: N): Promise<IpcResult<N>> | undefined {
  const answer = answers?.get(name) as Promise<IpcResult<N>> | undefined;
  answers?.delete(name);
  return answer;
}

/** The screen begins: whoever has not asked yet leaves it to the screen. */
export function noMoreEarly(): void {
  tooLate = true;
}

/** While true, pushes are kept here and not yet heard. */
export function isEarly(): boolean {
  return held !== undefined;
}

/** The screen has taken the answers: gives what was pushed after them, in order. From now on pushes are heard as they come, and every call is a new one. */
export function endEarly(): readonly Held[] {
  const kept = (held ?? []).filter(({ topic, at }) => at > (answeredAt.get(COVERED[topic] as IpcName) ?? 0));
  held = undefined;
  answers = undefined;
  return kept;
}
