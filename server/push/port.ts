import type { Batch, Hello } from '../../shared/protocol/messages.ts';
import type { Timeline } from '../../shared/domain/timeline.ts';
import type { LikelySameAnswer, LikelySameRequest, TimelineRequest } from '../../shared/protocol/person.ts';
import type { Viewer } from '../center/visibility.ts';

export interface Presence {
  readonly conversationId: string;
  readonly agentId: string;
  readonly typing: boolean;
  readonly here: boolean;
}

/** One connected desk, as those outside the push see it. */
export interface Desk {
  readonly id: string;
  readonly replicaId: string;
  readonly viewer: Viewer;
  readonly held: ReadonlySet<string>;
  /** Ephemera: not logged, may be lost. */
  ephemeral(presence: Presence): void;
}

export interface DeskPush {
  open(options: { id: string; replicaId: string; viewer: Viewer; send: (batch: Batch) => void; ephemeral: (presence: Presence) => void }): Desk;
  /** Answers `hello` with purges, snapshots, tail and rows; from then on the desk is live. */
  start(desk: Desk, hello: Hello): Promise<void>;
  end(desk: Desk): void;
  /** `true`: the conversation comes with the next frame. */
  fetch(desk: Desk, conversationId: string): boolean;
  release(desk: Desk, conversationId: string): void;
  holders(conversationId: string): ReadonlySet<Desk>;
  /** What is said of this person changed without an event (outbox news, lease). */
  markAgent(agentId: string): void;
}

export interface TextReader {
  /** What exists of these; erased and deleted ones are absent. */
  read(refs: Iterable<string>): Promise<Map<string, string>>;
}

/** What a desk last said of its outbox. */
export interface DeskNews {
  readonly waiting: number;
  readonly unclear: number;
  readonly asOf: number;
}

/** What a desk asks of a person; see `PersonAnswers`. */
export interface PersonTaker {
  timeline(viewer: Viewer, request: TimelineRequest): Promise<{ timeline: Timeline; read: { conversationId: string; ownerId: string }[] }>;
  likelySame(viewer: Viewer, request: LikelySameRequest): Promise<LikelySameAnswer>;
}
