import type { ConnectionView, SyncProgress } from '../../../shared/ipc/index.ts';
import type { Texts } from '../text/index.tsx';

/** "Ereignisse 4.000 von 10.000" */
export function progressText({ t, f }: Texts, { what, done, total }: SyncProgress): string {
  return t(`progress.${what}`, f.number(done), f.number(total));
}

export function progressOf(connection: ConnectionView): SyncProgress | undefined {
  return connection.kind === 'connecting' ? connection.progress : undefined;
}
