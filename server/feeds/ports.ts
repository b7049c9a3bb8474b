/** How far each feed has read. */
export interface FeedCursors {
  get(feed: string): string | undefined;
  /** On disk when it returns. */
  set(feed: string, cursor: string, at: number): void;
  close(): void;
}
