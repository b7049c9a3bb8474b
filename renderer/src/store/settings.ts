import type { DeskSettings } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';
import { showFailure } from './errors.ts';

/** Shows the change at once and keeps it; a failure puts back what was. */
export async function changeSettings(change: Partial<DeskSettings>): Promise<void> {
  const before = useDesk.getState().settings;
  useDesk.setState({ settings: { ...before, ...change } });
  try {
    useDesk.setState({ settings: await call('settings.set', change) });
  } catch (error) {
    useDesk.setState({ settings: before });
    showFailure(error);
  }
}
