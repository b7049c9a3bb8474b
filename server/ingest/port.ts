import type { Visibility } from '../../shared/domain/channel.ts';
import type { InboundAuthor } from '../../shared/domain/inbound.ts';
import type { Reading, ReadingMarks } from '../../shared/domain/reading.ts';
import type { SealedBody, WrappedKey } from '../log/port.ts';

/** Seals texts under a key per contact. */
export interface TextVault {
  /** `ref`: a name of its own instead of a fresh random one. */
  seal(contactId: string, text: string, ref?: string): Promise<{ readonly body: SealedBody; readonly key?: WrappedKey | undefined }>;
  /** The log has these contacts' keys. */
  stored(contactIds: Iterable<string>): void;
}

/** `us`: meant for the brand whatever it names: private, or what the platform brought us as ours, or in answer to something of ours. `others`: the hit of a search. */
export type Addressed = 'us' | 'others';

/** Of one message, what its text does not say. */
export interface ReadAbout {
  readonly messageId: string;
  readonly threadId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly accountId: string;
  readonly visibility: Visibility;
  readonly address: Addressed;
  /** Nobody here ever answered them. */
  readonly isStranger: boolean;
  readonly author: InboundAuthor;
  readonly subject?: string | undefined;
  readonly now: number;
}

export type MessagePlace = Pick<ReadAbout, 'messageId' | 'threadId' | 'conversationId' | 'contactId' | 'visibility'>;

/** What was read in a message, and which earlier messages it shows to be the beginning of a wave (T11). */
export interface ReadMessage {
  readonly reading: Reading;
  readonly modelsVersion: string;
  readonly earlier: readonly { readonly place: MessagePlace; readonly marks: ReadingMarks }[];
}

/** Reads a customer's message before its text is sealed. Never throws; keeps no text. */
export interface MessageReader {
  read(text: string, about: ReadAbout): ReadMessage;
  /** Words that changed: what stands beside the text stays as it was. */
  readAgain(text: string, accountId: string, address: Addressed, marks: ReadingMarks): Pick<ReadMessage, 'reading' | 'modelsVersion'>;
}
