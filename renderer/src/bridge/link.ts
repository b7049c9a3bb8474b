import type { WorkstationBridge } from '../../../shared/ipc/index.ts';
import { openBrowserBridge } from './browser-bridge.ts';
import type { LinkStatus } from './link-status.ts';

declare global {
  interface Window {
    readonly workstation?: WorkstationBridge;
  }
}

let bridge: WorkstationBridge | undefined;
let status: LinkStatus = { kind: 'up' };
const statusListeners = new Set<(status: LinkStatus) => void>();

function setStatus(next: LinkStatus): void {
  status = next;
  for (const listener of statusListeners) listener(next);
}

/** Finds the desk program: the preload's object where there is one, else a socket to the host that served this page. */
export function connectDesk(): void {
  if (bridge !== undefined) return;
  bridge = window.workstation ?? openBrowserBridge(setStatus);
}

/** Undefined before `connectDesk`. */
export function deskBridge(): WorkstationBridge | undefined {
  return bridge;
}

export function linkStatus(): LinkStatus {
  return status;
}

/** Hears each change of the link between page and desk program. Returns the way to stop listening. */
export function onLinkStatus(listener: (status: LinkStatus) => void): () => void {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}
