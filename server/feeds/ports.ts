import type { FeedKeep } from '../channels/ports.ts';

/** How far each feed has read. */
export interface FeedCursors {
  get(feed: string): string | undefined;
  /** On disk when it returns. */
  set(feed: string, cursor: string, at: number): void;
  /** Where this feed keeps secrets it was given; absent: nowhere. */
  keepOf?(feed: string): FeedKeep;
  close(): void;
}
