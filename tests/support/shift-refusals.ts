import type { Decision } from '../../shared/deciders/index.ts';
import type { RefusalKit } from './strategy-refusals.ts';
import { MOST_BRIEFINGS } from '../../shared/domain/briefing.ts';

/** Every way in which briefings are refused. */
export function shiftRefusals({ refuses, command, center, disable }: RefusalKit): void {
  const write = (id: string, more: object = {}): Decision => command({ type: 'briefing.write', data: { id, title: 'x', text: 'x', teamIds: [], mustRead: true, untilAt: center().now + 60_000, baseVersion: 0, ...more } }, 'lea');
  refuses('SHIFT-2', 'briefing.write', 'BRIEFING_STALE', 'somebody else changed it', () => (write('b'), write('b')));
  refuses('SHIFT-2', 'briefing.write', 'NOT_FOUND', 'there is no such team', () => write('b', { teamIds: ['nowhere'] }));
  refuses('SHIFT-2', 'briefing.write', 'INPUT_INVALID', 'it is over at once', () => write('b', { untilAt: 0 }));
  refuses('SHIFT-2', 'briefing.write', 'INPUT_INVALID', 'there are too many', () => {
    for (let no = 0; no < MOST_BRIEFINGS; no += 1) write(`b${no}`);
    return write('one-more');
  });
  refuses('CMD-2', 'briefing.end', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'briefing.end', data: { id: 'b' } }, 'ann'));
  refuses('CMD-2', 'briefing.write', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'briefing.write', data: { id: 'b', title: 'x', text: 'x', teamIds: [], mustRead: true, untilAt: 1, baseVersion: 0 } }, 'ann'));
  refuses('SHIFT-2', 'briefing.read', 'NOT_FOUND', 'it never stood like that', () => (write('b'), command({ type: 'briefing.read', data: { id: 'b', version: 2 } }, 'ann')));
  const end = (more: { endAt?: number; reason?: string } = {}): Decision => command({ type: 'agent.setEnd', data: { endAt: center().now + 3_600_000, ...more } }, 'ann');
  refuses('SHIFT-8', 'agent.setEnd', 'AGENT_UNKNOWN', 'the person is disabled', () => (disable('ann'), end()));
  refuses('SHIFT-8', 'agent.setEnd', 'INPUT_INVALID', 'it is past', () => end({ endAt: center().now }));
  refuses('SHIFT-8', 'agent.setEnd', 'INPUT_INVALID', 'later than planned, without a reason', () => (end(), end({ endAt: center().now + 2 * 3_600_000 })));
  refuses('SHIFT-8', 'agent.setEnd', 'INPUT_INVALID', 'put off for longer than four hours', () => (end(), end({ endAt: center().now + 6 * 3_600_000, reason: 'x' })));
  refuses('SHIFT-8', 'agent.setEnd', 'SHIFT_PUT_OFF', 'a second time', () => (end(), end({ endAt: center().now + 2 * 3_600_000, reason: 'x' }), end({ endAt: center().now + 3 * 3_600_000, reason: 'y' })));
  refuses('SHIFT-7', 'agent.setState', 'SHIFT_ENDS', 'the shift ends soon', () => {
    end();
    center().emit({ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'runOut', because: 'shiftEnd', at: center().now } });
    return command({ type: 'agent.setState', data: { state: 'available' } }, 'ann');
  });
  refuses('SHIFT-1', 'agent.setState', 'BRIEFING_UNREAD', 'there is something to be read first', () => {
    center().emit({ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'offDuty', at: center().now } });
    write('b');
    return command({ type: 'agent.setState', data: { state: 'available' } }, 'ann');
  });
}
