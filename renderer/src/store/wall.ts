import { create } from 'zustand';
import type { WallView } from '../../../shared/domain/wallboard.ts';
import { call } from '../bridge/index.ts';

const LOOK_EVERY_MS = 5_000;

export interface WallState {
  /** The last that was told; it stays while nothing newer can be had. */
  readonly view: WallView | undefined;
  /** The last question got no answer. */
  readonly failed: boolean;
}

export const useWall = create<WallState>(() => ({ view: undefined, failed: false }));

export async function lookAtWall(): Promise<void> {
  try {
    useWall.setState({ view: await call('wall.get', {}), failed: false });
  } catch {
    useWall.setState({ failed: true });
  }
}

/** Asks for the figures again and again while the wall is shown. Gives back how to stop. */
export function followWall(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const look = async (): Promise<void> => {
    await lookAtWall();
    if (!ended) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
    useWall.setState({ view: undefined, failed: false });
  };
}

/** Out of the wall's own window; where a person typed its address themselves no script may close it, and it becomes the desk. */
export function leaveWallWindow(): void {
  window.close();
  setTimeout(() => window.location.assign('/'), 300);
}

/** In a window of its own, for a screen on the wall; a browser's page opens it itself. */
export async function openWall(): Promise<void> {
  const { opened } = await call('window.open', { kind: 'wall' }).catch(() => ({ opened: false }));
  if (!opened) window.open('/?wall', 'leitstand-wall', 'popup,width=1600,height=900');
}
