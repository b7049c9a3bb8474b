import { openBriefings } from '../store/briefings.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { openHouseTab } from '../store/house.ts';
import { useCenter } from '../store/rows.ts';
import { openDialog } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

/** D17: the shift from its briefing to its end; and the desks of others, for leads. */
export function shiftActions(t: Translate, lead: boolean): DeskAction[] {
  const isIn = (): boolean => signedIn(useDesk.getState()) !== undefined;
  const own: DeskAction[] = [
    { id: 'briefing', label: t('briefing.title'), group: 'group.me', keys: ['Ctrl+Shift+b'], run: () => openBriefings(), can: isIn },
    { id: 'setEnd', label: t('setEnd.title'), group: 'group.me', run: () => openDialog({ kind: 'setEnd' }), can: () => isIn() && useDesk.getState().connection.kind === 'online' },
    { id: 'myShifts', label: t('myShifts.title'), group: 'group.me', run: () => openDialog({ kind: 'myShifts' }), can: isIn },
    { id: 'endShift', label: t('endShift.title'), group: 'group.me', keys: ['Ctrl+Shift+e'], run: () => openDialog({ kind: 'endShift' }), can: isIn },
  ];
  if (!lead) return own;
  const busy = [...useCenter.getState().agents.values()].filter((agent) => !agent.disabled && agent.openItems > 0).slice(0, 60);
  return [
    ...own,
    { id: 'roster', label: t('house.tab.roster'), group: 'group.places', run: () => openHouseTab('roster') },
    { id: 'writeBriefing', label: t('briefing.new'), group: 'group.places', run: () => openDialog({ kind: 'writeBriefing' }) },
    ...busy.map((agent): DeskAction => ({ id: `emptyDesk-${agent.id}`, label: t('emptyDesk.of', `${agent.name} ^${agent.initials}`), group: 'group.places', run: () => openDialog({ kind: 'emptyDesk', agentId: agent.id }) })),
  ];
}
