import type { InboundMessage } from '../../shared/domain/inbound.ts';
import { pause } from '../../shared/util/pause.ts';
import type { Feed, FeedRun } from './ports.ts';

export interface PollStep {
  readonly messages: readonly InboundMessage[];
  readonly cursor: string;
  /** There is more at once: asked again without waiting. */
  readonly more: boolean;
  /** The platform wants to be left alone for this long. */
  readonly waitMs?: number | undefined;
}

/** A feed out of one question asked again and again. `everyMs`: between two questions, spread by a tenth so that many accounts do not ask together. */
export function pollFeed({ everyMs, poll }: { readonly everyMs: number; readonly poll: (cursor: string | undefined, run: FeedRun) => Promise<PollStep> }): Feed {
  return {
    run: async (run) => {
      let { cursor } = run;
      while (!run.signal.aborted) {
        const step = await poll(cursor, run);
        if (run.signal.aborted) return;
        if (step.messages.length > 0 || step.cursor !== cursor) await run.deliver(step.messages, step.cursor);
        cursor = step.cursor;
        run.state({ state: 'polling' });
        if (!step.more || step.waitMs !== undefined) await pause(run, Math.max(step.waitMs ?? 0, everyMs * (0.95 + run.rng.next() / 10)));
      }
    },
  };
}
