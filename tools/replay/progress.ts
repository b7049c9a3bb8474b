import type { Tally } from './tally.ts';

const BAR_WIDTH = 30;

export interface Progress {
  show(tally: Tally, total: number): void;
  end(): void;
}

/** A bar that redraws itself on a terminal; elsewhere a line every few seconds. */
export function createProgress(
  out: { write(text: string): unknown; readonly isTTY?: boolean | undefined },
  steady: () => number = () => performance.now(),
): Progress {
  const terminal = out.isTTY === true;
  const everyMs = terminal ? 100 : 3000;
  const startedAt = steady();
  let shownAt = terminal ? -Infinity : startedAt;
  let drawn = false;
  return {
    show(tally, total) {
      const now = steady();
      if (now - shownAt < everyMs && !(terminal && tally.done === total)) return;
      shownAt = now;
      const perSecond = Math.round((tally.done * 1000) / Math.max(now - startedAt, 1));
      const percent = total === 0 ? 100 : Math.floor((tally.done * 100) / total);
      const facts = `${percent} %  ${tally.done}/${total}  ${perSecond}/s`;
      if (!terminal) return void out.write(`replay: ${facts}\n`);
      const filled = total === 0 ? BAR_WIDTH : Math.floor((tally.done * BAR_WIDTH) / total);
      out.write(`\r\u001b[K[${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}] ${facts}`);
      drawn = true;
    },
    end() {
      if (drawn) out.write('\n');
    },
  };
}
