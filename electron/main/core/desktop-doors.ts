import type { PlaceLink } from '../../../shared/domain/place-link.ts';
import type { IpcPush, UpdateView, WindowTarget } from '../../../shared/ipc/index.ts';

/** What a host with windows, links and updates of its own lends the core. Nothing in it can send. */
export interface DesktopDoors {
  /** False where no window could be brought up. */
  openWindow(target: WindowTarget): boolean;
  /** WALL-5; false where this host cannot. */
  keepAwake(awake: boolean): boolean;
  /** The place a link named before a screen could hear it; once. */
  takePlace(): PlaceLink | undefined;
  update(): UpdateView;
  /** Where nothing holds it back, the desk ends; else what holds it. */
  installUpdate(): Promise<UpdateView>;
  /** Hears of places and updates from now on. */
  onWord(tell: <T extends 'place' | 'update'>(topic: T, payload: IpcPush<T>) => void): void;
}
