// Runs inside the page: moves rows frame by frame and measures what each frame costs the main thread, drawing included.

export interface FramePlan {
  readonly frames: number;
  readonly movesPerFrame: number;
}

export interface FrameCosts {
  /** Per frame from its beginning until after it was painted, ms. */
  readonly frameMs: readonly number[];
  /** From each press of a key until the frame with its letter was painted, ms. */
  readonly keyMs: readonly number[];
}

/** `move` takes how many rows to move and moves them at once. */
export function runFrames(plan: FramePlan, move: (count: number) => void): Promise<FrameCosts> {
  const frameMs: number[] = [];
  const keyMs: number[] = [];
  const afterPaint = (run: () => void): void => {
    const channel = new MessageChannel();
    channel.port1.onmessage = run;
    channel.port2.postMessage(0);
  };
  const onKey = (event: KeyboardEvent): void => void requestAnimationFrame(() => afterPaint(() => keyMs.push(performance.now() - event.timeStamp)));
  addEventListener('keydown', onKey, true);
  return new Promise((resolve) => {
    const frame = (): void => {
      // Asked for first, so that in the next frame this runs before everything else that is done there.
      if (frameMs.length + 1 < plan.frames) requestAnimationFrame(frame);
      const from = performance.now();
      move(plan.movesPerFrame);
      afterPaint(() => {
        frameMs.push(performance.now() - from);
        if (frameMs.length < plan.frames) return;
        removeEventListener('keydown', onKey, true);
        resolve({ frameMs, keyMs });
      });
    };
    requestAnimationFrame(frame);
  });
}

/** Which rows move where: a quarter among those in sight, the others anywhere. Ids in, new due instants out. */
export function mover(ids: readonly string[], dueOf: (id: string) => number, range: readonly [from: number, to: number], next: () => number): () => { id: string; dueAt: number } {
  const seen = (): string[] => [...document.querySelectorAll('[data-item]')].flatMap((one) => one.getAttribute('data-item') ?? []);
  let turn = 0;
  let inSight: string[] = [];
  return () => {
    if (turn % 20 === 0) inSight = seen();
    turn += 1;
    const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
    if (turn % 4 === 0 && inSight.length > 1) {
      const id = pick(inSight) ?? '';
      return { id, dueAt: dueOf(pick(inSight) ?? id) + Math.floor(next() * 1000) };
    }
    return { id: pick(ids) ?? '', dueAt: Math.floor(range[0] + next() * (range[1] - range[0])) };
  };
}
