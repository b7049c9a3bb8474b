import { IPC_CALLS, type IpcName } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { AttentionCount } from './attention.ts';
import type { DeskLock } from './desk-lock.ts';
import type { DesktopDoors } from './desktop-doors.ts';
import type { DeskHandlers } from './port.ts';

type DesktopCall = Extract<IpcName, `${'lock' | 'attention' | 'window' | 'display' | 'place' | 'update'}.${string}`>;

/** Lock, numbers, windows, links and updates: answered also where the host has none of its own. */
export function desktopHandlers(lock: DeskLock, attention: AttentionCount, desktop: DesktopDoors | undefined): Pick<DeskHandlers, DesktopCall> {
  return {
    'lock.get': async () => lock.view(),
    'lock.now': async ({ because }) => lock.lock(because),
    'lock.active': async ({ idleMs }) => {
      lock.active(idleMs);
      return {};
    },
    'lock.unlock': ({ by, secret }) => lock.unlock(by, secret ?? ''),
    'attention.get': async () => attention.view(),
    'window.open': async (target) => ({ opened: desktop?.openWindow(target) ?? false }),
    'display.awake': async ({ awake }) => ({ held: desktop?.keepAwake(awake) ?? false }),
    'place.take': async () => ({ place: desktop?.takePlace() ?? null }),
    'update.get': async () => desktop?.update() ?? { kind: 'none' },
    'update.install': async () => (await desktop?.installUpdate()) ?? { kind: 'none' },
  };
}

/** The same calls, none of which gets past a locked desk but those it names. */
export function guarded(handlers: DeskHandlers, lock: DeskLock): DeskHandlers {
  const entries = (Object.keys(IPC_CALLS) as IpcName[]).map((name) => {
    const run = handlers[name] as (request: unknown) => Promise<unknown>;
    return [
      name,
      async (request: unknown): Promise<unknown> => {
        if (lock.refuses(name)) throw new CodedError('DESK_LOCKED');
        return run(request);
      },
    ];
  });
  return Object.fromEntries(entries) as unknown as DeskHandlers;
}
