const shown = Promise.withResolvers<void>();

/** The rows are in the stores: the frame that draws them goes before everything else. */
export function noteQueueShown(): void {
  requestAnimationFrame(() => setTimeout(() => shown.resolve(), 0));
  // A window in the background draws no frames.
  setTimeout(() => shown.resolve(), 300);
}

/** Resolves once the queue stands. */
export function queueShown(): Promise<void> {
  return shown.promise;
}
