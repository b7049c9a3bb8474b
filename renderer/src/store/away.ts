import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';
import { showFailure } from './errors.ts';

/** The person has read what happened meanwhile. */
export async function seenAway(): Promise<void> {
  const before = useDesk.getState().away;
  useDesk.setState({ away: null });
  try {
    await call('away.seen', {});
  } catch (error) {
    useDesk.setState({ away: before });
    showFailure(error);
  }
}
