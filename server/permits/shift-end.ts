import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID } from '../../shared/domain/house-setting.ts';
import { runsOutNow } from '../../shared/deciders/agent.ts';
import type { Center } from '../center/center.ts';

/** SHIFT-7: whose shift ends soon gets nothing new. What they have stays with them. Each end once, over restarts too: the log says for which it was. */
export async function runOutBeforeEnd(center: Center): Promise<number> {
  const setting = (): typeof DEFAULT_HOUSE_SETTING => center.live.get('houseSetting', HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;
  const due = [...center.live.all('agent').values()].filter((agent) => runsOutNow(agent, setting(), center.now()));
  for (const { id } of due)
    await center.submit('system', () => {
      const agent = center.live.get('agent', id);
      const at = center.now();
      return { events: agent !== undefined && runsOutNow(agent, setting(), at) ? [{ type: 'agent.stateChanged', data: { agentId: agent.id, state: 'runOut', because: 'shiftEnd', at } }] : [] };
    });
  return due.length;
}
