import type { IpcTopic } from './topics.ts';

// Names without schemas: all that the preload needs, so that its bundle holds nothing else.

/** Channel names on the Electron side. */
export const IPC_CALL_CHANNEL = 'workstation:call';
export const IPC_TOPIC_CHANNEL = 'workstation:topic';

/** Every topic, as a list; the compiler holds it against the schemas. */
const TOPICS: { readonly [T in IpcTopic]: true } = { session: true, connection: true, settings: true, rows: true, conversation: true, outbox: true, presence: true, visitor: true, notice: true, accounts: true, budget: true, feeds: true, connect: true, away: true, lock: true, attention: true, place: true, update: true };
export const IPC_TOPIC_NAMES: readonly IpcTopic[] = Object.keys(TOPICS) as IpcTopic[];
