import type { QueueRow } from '../../../shared/domain/rows.ts';
import { runCommand } from '../store/commands.ts';
import { entityOf, useConversation } from '../store/conversation.ts';
import { useDesk } from '../store/desk.ts';
import { items, useCenter } from '../store/rows.ts';
import { openDialog, useUi } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';

const openRow = (): QueueRow | undefined => items.forConversation(useConversation.getState().openId ?? '');
const online = (): boolean => useDesk.getState().connection.kind === 'online';
/** Acts whose button stands in the open conversation: as pressing it does, where it is there. */
const button = (testId: string): HTMLElement | undefined => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]:not([disabled])`)].at(-1);
const press = (testId: string): Pick<DeskAction, 'run' | 'can'> => ({ run: () => button(testId)?.click(), can: () => useUi.getState().screen === 'desk' && button(testId) !== undefined });

/** What else is done by a button somewhere: by name from anywhere, too. */
export function moreActions(t: Translate, lead: boolean): DeskAction[] {
  const contact = (): { readonly id: string } | undefined => {
    const { current } = useConversation.getState();
    return current === undefined ? undefined : entityOf(current, 'contact', entityOf(current, 'conversation', current.id)?.contactId);
  };
  return [
    { id: 'sendLater', label: t('schedule.title'), group: 'group.writing', ...press('send-later') },
    { id: 'switchPrivate', label: t('switch.open'), group: 'group.writing', ...press('switch-private') },
    { id: 'putRight', label: t('act.putRight'), group: 'group.item', ...press('put-right') },
    { id: 'wave', label: t('act.wave'), group: 'group.item', ...press('wave-open') },
    { id: 'unblock', label: t('contact.unblock'), group: 'group.item', ...press('contact-unblock') },
    { id: 'askProfile', label: t('act.askProfile'), group: 'group.writing', ...press('speaker-ask') },
    ...(['du', 'sie'] as const).map((addressForm): DeskAction => ({
      id: `address-${addressForm}`,
      label: t(`act.address.${addressForm}`),
      group: 'group.item',
      run: () => {
        const { id } = contact() ?? {};
        const conversationId = useConversation.getState().current?.id;
        if (id !== undefined && conversationId !== undefined) void runCommand({ type: 'contact.setAddressForm', data: { contactId: id, conversationId, addressForm } });
      },
      can: () => useUi.getState().screen === 'desk' && contact() !== undefined,
    })),
    ...(lead ? leadActions(t) : []),
  ];
}

function leadActions(t: Translate): DeskAction[] {
  const stopped = (isStopped: boolean): string[] => [...useCenter.getState().accounts.values()].flatMap((account) => ((account.stopped !== undefined) === isStopped ? [account.id] : []));
  const alert = (): QueueRow | undefined => [...items.all().values()].find(({ item }) => item.alert !== undefined && item.alert.seenBy === undefined && item.state !== 'closed');
  const spike = (): { readonly id: string } | undefined => [...useCenter.getState().spikes.values()].find((one) => one.seenBy === undefined);
  return [
    {
      id: 'reassign',
      label: t('act.reassign'),
      group: 'group.item',
      run: () => openDialog({ kind: 'reassign', workItemIds: [openRow()?.item.id ?? ''] }),
      can: () => openRow() !== undefined && openRow()?.item.state !== 'closed',
    },
    {
      id: 'forceState',
      label: t('act.forceState'),
      group: 'group.item',
      run: () => openDialog({ kind: 'forceState', agentId: openRow()?.item.ownerAgentId ?? '' }),
      can: () => openRow()?.item.ownerAgentId !== undefined,
    },
    { id: 'stop', label: t('stop.titleAll'), group: 'group.places', run: () => openDialog({ kind: 'stop', accountIds: stopped(false) }), can: () => online() && stopped(false).length > 0 },
    {
      id: 'resume',
      label: t('act.resumeAll'),
      group: 'group.places',
      run: () => {
        for (const accountId of stopped(true)) void runCommand({ type: 'account.resume', data: { accountId } });
      },
      can: () => online() && stopped(true).length > 0,
    },
    {
      id: 'alertSeen',
      label: t('act.alertSeen'),
      group: 'group.places',
      run: () => {
        const row = alert();
        if (row !== undefined) void runCommand({ type: 'alert.acknowledge', data: { workItemId: row.item.id } });
      },
      can: () => online() && alert() !== undefined,
    },
    {
      id: 'spikeSeen',
      label: t('act.spikeSeen'),
      group: 'group.places',
      run: () => {
        const one = spike();
        if (one !== undefined) void runCommand({ type: 'spike.acknowledge', data: { spikeId: one.id } });
      },
      can: () => online() && spike() !== undefined,
    },
  ];
}
