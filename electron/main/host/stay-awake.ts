import type { powerMonitor, powerSaveBlocker } from 'electron';
import type { Timers } from '../../../shared/util/ports.ts';

/** The page says again and again that the wall is shown; one that says no more (crashed, closed) holds nothing for longer, ms. */
export const AWAKE_FOR_MS = 45_000;

export interface AwakeParts {
  readonly powerSaveBlocker: Pick<typeof powerSaveBlocker, 'start' | 'stop' | 'isStarted'>;
  readonly powerMonitor: Pick<typeof powerMonitor, 'on' | 'off'>;
  readonly timers: Timers;
}

/**
 * WALL-5: keeps the display awake while the wall is shown, and not a moment longer: not once it is left, nor behind the system's own lock or in its sleep, where nobody sees it,
 * nor after the desk has ended.
 */
export class StayAwake {
  readonly #p: AwakeParts;
  #id: number | undefined;
  #stopTimer = (): void => undefined;
  #isAway = false;
  readonly #leave = (): void => {
    this.#isAway = true;
    this.keep(false);
  };
  readonly #back = (): void => void (this.#isAway = false);

  constructor(parts: AwakeParts) {
    this.#p = parts;
    const { powerMonitor } = parts;
    powerMonitor.on('lock-screen', this.#leave);
    powerMonitor.on('suspend', this.#leave);
    powerMonitor.on('unlock-screen', this.#back);
    powerMonitor.on('resume', this.#back);
  }

  /** Gives that this host sees to it; behind the system’s lock it holds nothing all the same. */
  keep(awake: boolean): boolean {
    const { powerSaveBlocker, timers } = this.#p;
    this.#stopTimer();
    this.#stopTimer = () => undefined;
    const wanted = awake && !this.#isAway;
    if (wanted && (this.#id === undefined || !powerSaveBlocker.isStarted(this.#id))) this.#id = powerSaveBlocker.start('prevent-display-sleep');
    if (wanted) this.#stopTimer = timers.after(AWAKE_FOR_MS, () => void this.keep(false));
    else if (this.#id !== undefined) {
      powerSaveBlocker.stop(this.#id);
      this.#id = undefined;
    }
    return true;
  }

  /** The desk has ended. */
  end(): void {
    this.keep(false);
    const { powerMonitor } = this.#p;
    powerMonitor.off('lock-screen', this.#leave);
    powerMonitor.off('suspend', this.#leave);
    powerMonitor.off('unlock-screen', this.#back);
    powerMonitor.off('resume', this.#back);
  }
}
