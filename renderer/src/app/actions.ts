import type { WorkItem } from '../../../shared/domain/work-item.ts';
import { runCommand } from '../store/commands.ts';
import { useConversation } from '../store/conversation.ts';
import { isLead, signedIn, useDesk } from '../store/desk.ts';
import { QUEUE_TABS } from '../store/item-ranks.ts';
import { closeConversation, me, openNext } from '../store/navigation.ts';
import { answerOffer, takeItem } from '../store/offers.ts';
import { closeItem, newestUndoable, undoReply } from '../store/replies.ts';
import { items } from '../store/rows.ts';
import { correctLeastSure, newestRead, noAnswerReason } from '../store/reading.ts';
import { showOwnFigures } from '../store/reports.ts';
import { openWall } from '../store/wall.ts';
import { openDialog, showScreen, useUi } from '../store/ui.ts';
import { compositionOf } from '../store/composer.ts';
import type { DeskAction } from './desk-action.ts';
import { focusComposer } from './focus-composer.ts';
import { manyActions } from './many-actions.ts';
import type { Translate } from '../text/index.tsx';
import { setBreak, setState } from '../store/agent-state.ts';
import { breakReasonSchema } from '../../../shared/domain/agent.ts';
import { moveCursor, openCursor } from '../store/cursor.ts';
import { questionActions } from './question-actions.ts';
import { supervisionActions } from './supervision-actions.ts';
import { personActions } from './person-actions.ts';
import { desktopActions } from './desktop-actions.ts';
import { shiftActions } from './shift-actions.ts';
import { articleActions } from './article-actions.ts';

/** The open conversation's item, when it can be worked on from here. */
function openItem(): WorkItem | undefined {
  return items.forConversation(useConversation.getState().openId ?? '')?.item;
}
const isMine = (): boolean => {
  const item = openItem();
  return item?.state === 'assigned' && item.ownerAgentId === me();
};
const withOpen = (run: (item: WorkItem) => void) => (): void => {
  const item = openItem();
  if (item !== undefined) run(item);
};

/** Everything that can be done, in the person's language. */
export function deskActions(t: Translate, lead = isLead(useDesk.getState().session)): DeskAction[] {
  const atDesk = (): boolean => useUi.getState().screen === 'desk';
  return [
    ...manyActions(t),
    {
      id: 'down',
      place: 'desk',
      label: t('shortcut.down'),
      group: 'group.queue',
      keys: ['j', 'ArrowDown'],
      run: () => moveCursor(1),
      can: atDesk,
    },
    {
      id: 'up',
      place: 'desk',
      label: t('shortcut.up'),
      group: 'group.queue',
      keys: ['k', 'ArrowUp'],
      run: () => moveCursor(-1),
      can: atDesk,
    },
    { id: 'open', place: 'desk', label: t('shortcut.open'), group: 'group.queue', keys: ['Enter'], run: openCursor, can: atDesk, fixedKeys: true },
    {
      id: 'accept',
      label: t('offer.accept'),
      group: 'group.queue',
      keys: ['a'],
      run: () => items.myOffers[0] && void answerOffer(items.myOffers[0], 'accept'),
      can: () => items.myOffers.length > 0,
    },
    {
      id: 'decline',
      label: t('offer.decline'),
      group: 'group.queue',
      keys: ['d'],
      run: () => items.myOffers[0] && void answerOffer(items.myOffers[0], 'decline'),
      can: () => items.myOffers.length > 0,
    },
    {
      id: 'next',
      label: t('shortcut.next'),
      group: 'group.queue',
      keys: ['g'],
      run: () => void openNext(useConversation.getState().openId),
    },
    {
      id: 'close',
      place: 'desk',
      label: t('shortcut.close'),
      group: 'group.queue',
      keys: ['Escape'],
      run: closeConversation,
      can: () => atDesk() && useConversation.getState().openId !== undefined,
      fixedKeys: true,
    },
    {
      id: 'reply',
      label: t('shortcut.reply'),
      group: 'group.item',
      keys: ['r'],
      run: () => focusComposer(),
      can: () => openItem() !== undefined,
    },
    {
      id: 'why',
      label: t('shortcut.why'),
      group: 'group.item',
      keys: ['i'],
      run: withOpen((item) => openDialog({ kind: 'why', workItemId: item.id })),
      can: () => openItem() !== undefined,
    },
    {
      id: 'alert',
      label: t('alert.raise'),
      group: 'group.item',
      run: withOpen((item) => openDialog({ kind: 'alert', workItemId: item.id })),
      can: () => openItem() !== undefined && openItem()?.state !== 'closed',
    },
    {
      id: 'note',
      label: t('shortcut.note'),
      group: 'group.item',
      keys: ['m'],
      run: () => focusComposer('note'),
      can: () => openItem() !== undefined,
    },
    {
      id: 'noAnswer',
      label: t('action.noAnswer'),
      group: 'group.item',
      keys: ['n'],
      run: withOpen((item) => openDialog({ kind: 'noAnswer', workItemId: item.id })),
      can: isMine,
    },
    {
      id: 'takeNoAnswer',
      label: t('shortcut.takeNoAnswer'),
      group: 'group.item',
      keys: ['b'],
      run: withOpen(takeNoAnswer),
      can: () => atDesk() && isMine() && noAnswerReason(newestRead(useConversation.getState().current)) !== undefined,
    },
    {
      id: 'readAs',
      label: t('shortcut.readAs'),
      group: 'group.item',
      keys: ['l'],
      run: () => openDialog({ kind: 'reading', conversationId: useConversation.getState().openId ?? '' }),
      can: () => atDesk() && newestRead(useConversation.getState().current) !== undefined,
    },
    {
      id: 'correctReading',
      label: t('shortcut.correctReading'),
      group: 'group.item',
      keys: ['v'],
      run: correctLeastSure,
      can: () => atDesk() && newestRead(useConversation.getState().current) !== undefined,
    },
    {
      id: 'done',
      label: t('action.done'),
      group: 'group.item',
      keys: ['e'],
      run: withOpen((item) => openDialog({ kind: 'done', workItemId: item.id })),
      can: isMine,
    },
    {
      id: 'transfer',
      label: t('action.transfer'),
      group: 'group.item',
      keys: ['t'],
      run: withOpen((item) => openDialog({ kind: 'transfer', workItemId: item.id })),
      can: isMine,
    },
    {
      id: 'snooze',
      label: t('action.snooze'),
      group: 'group.item',
      keys: ['z'],
      run: withOpen((item) => openDialog({ kind: 'snooze', workItemId: item.id })),
      can: () => isMine() || (lead && openItem() !== undefined && openItem()?.state !== 'closed'),
    },
    {
      id: 'wake',
      label: t('action.wake'),
      group: 'group.item',
      run: withOpen((item) => void runCommand({ type: 'workItem.wake', data: { workItemId: item.id } })),
      can: () => openItem()?.snooze !== undefined && (isMine() || lead),
    },
    {
      id: 'handover',
      label: t('handover.title'),
      group: 'group.item',
      keys: ['h'],
      run: withOpen((item) => openDialog({ kind: 'handover', workItemId: item.id })),
      can: isMine,
    },
    { id: 'take', label: t('action.take'), group: 'group.item', keys: ['u'], run: takeOpen, can: () => openItem()?.state === 'queued' },
    { id: 'relieve', label: t('relieve.action'), group: 'group.item', run: withOpen((item) => openDialog({ kind: 'relieve', workItemId: item.id })), can: () => openItem()?.state === 'assigned' && !isMine() },
    {
      id: 'tags',
      label: t('tags.title'),
      group: 'group.item',
      run: withOpen((item) => openDialog({ kind: 'tags', workItemId: item.id })),
      can: () => openItem() !== undefined,
    },
    {
      id: 'reopen',
      label: t('action.reopen'),
      group: 'group.item',
      run: withOpen((item) => void runCommand({ type: 'workItem.reopen', data: { workItemId: item.id } })),
      can: () => openItem()?.state === 'closed',
    },
    {
      id: 'send',
      label: t('shortcut.send'),
      group: 'group.writing',
      keys: ['Ctrl+Enter'],
      run: () => pressComposer('send'),
      can: () => openItem() !== undefined,
    },
    {
      id: 'sendDone',
      label: t('shortcut.sendDone'),
      group: 'group.writing',
      keys: ['Ctrl+Shift+Enter'],
      run: () => pressComposer('send-done'),
      can: isMine,
    },
    { id: 'emoji', label: t('emoji.open'), group: 'group.writing', keys: ['Ctrl+.'], whileTyping: true, run: () => document.getElementById('emoji-open')?.click(), can: () => document.getElementById('emoji-open') !== null },
    { id: 'picture', label: t('picture.showNext'), group: 'group.item', keys: ['p'], run: () => veiledPictures().at(-1)?.click(), can: () => veiledPictures().length > 0 },
    {
      id: 'identity',
      label: t('identity.title'),
      group: 'group.item',
      keys: ['Ctrl+i'],
      whileTyping: true,
      run: () => openDialog({ kind: 'identity', conversationId: useConversation.getState().openId ?? '' }),
      can: () => useConversation.getState().current !== undefined,
    },
    {
      id: 'files',
      label: t('shortcut.files'),
      group: 'group.writing',
      keys: ['Ctrl+Shift+f'],
      whileTyping: true,
      run: () => document.querySelector<HTMLInputElement>('#composer-files-input')?.click(),
      can: () => isMine() && document.querySelector('#composer-files-input') !== null,
    },
    {
      id: 'undo',
      label: t('shortcut.undo'),
      group: 'group.writing',
      keys: ['Ctrl+z'],
      whileTyping: true,
      run: undoNewest,
      can: () => newestUndoable() !== undefined && !hasTypedText(),
    },
    ...articleActions(t),
    ...personActions(t),
    ...desktopActions(t),
    ...supervisionActions(t, lead),
    ...shiftActions(t, lead),
    ...QUEUE_TABS.map((tab, place): DeskAction => ({
      id: `tab-${tab}`,
      label: t('shortcut.tab', t(`queue.${tab}`)),
      group: 'group.places',
      keys: [String(place + 1)],
      run: () => useUi.setState({ tab, screen: 'desk' }),
    })),
    { id: 'desk', label: t('screen.desk'), group: 'group.places', run: () => showScreen('desk') },
    ...questionActions(t, lead, isMine),
    ...(lead
      ? [
          { id: 'supervisor', label: t('screen.supervisor'), group: 'group.places' as const, run: () => showScreen('supervisor') },
          { id: 'strategy', label: t('screen.strategy'), group: 'group.places' as const, run: () => showScreen('strategy') },
          { id: 'house', label: t('screen.house'), group: 'group.places' as const, run: () => showScreen('house') },
          { id: 'wall', label: t('screen.wall'), group: 'group.places' as const, run: () => showScreen('wall') },
          { id: 'wallWindow', label: t('wall.open'), group: 'group.places' as const, run: () => void openWall() },
          { id: 'watch', label: t('screen.watch'), group: 'group.places' as const, run: () => showScreen('watch') },
        ]
      : []),
    { id: 'reports', label: t('screen.reports'), group: 'group.places', run: () => (lead ? showScreen('reports') : showOwnFigures()) },
    { id: 'ownFigures', label: t('reports.own'), group: 'group.places', run: showOwnFigures },
    { id: 'knowledge', label: t('screen.knowledge'), group: 'group.places', run: () => showScreen('knowledge') },
    { id: 'many', label: t('screen.many'), group: 'group.places', run: () => showScreen('many') },
    { id: 'outbox', label: t('screen.outbox'), group: 'group.places', keys: ['o'], run: () => showScreen('outbox') },
    { id: 'accounts', label: t('screen.accounts'), group: 'group.places', run: () => showScreen('accounts') },
    { id: 'settings', label: t('screen.settings'), group: 'group.places', run: () => showScreen('settings') },
    {
      id: 'search',
      label: t('search.label'),
      group: 'group.places',
      keys: ['s'],
      run: () => document.querySelector<HTMLInputElement>('#search-field')?.select(),
    },
    {
      id: 'palette',
      label: t('palette.title'),
      group: 'group.places',
      keys: ['Ctrl+k'],
      whileTyping: true,
      run: () => openDialog({ kind: 'palette' }),
      keysOnly: true,
    },
    { id: 'shortcuts', label: t('shortcuts.title'), group: 'group.places', keys: ['?'], run: () => openDialog({ kind: 'shortcuts' }) },
    { id: 'available', label: t('stateMenu.to', t('agentState.available')), group: 'group.me', run: () => void setState('available') },
    { id: 'runOut', label: t('stateMenu.to', t('agentState.runOut')), group: 'group.me', run: () => void setState('runOut') },
    ...breakReasonSchema.options.map((reason): DeskAction => ({
      id: `break-${reason}`,
      label: t('stateMenu.to', t(`breakReason.${reason}`)),
      group: 'group.me',
      run: () => void setBreak(reason),
    })),
    { id: 'offDuty', label: t('stateMenu.to', t('agentState.offDuty')), group: 'group.me', run: () => void setState('offDuty') },
    {
      id: 'away',
      label: t('shortcut.away'),
      group: 'group.places',
      keys: ['w'],
      run: () => openDialog({ kind: 'away' }),
      can: () => useDesk.getState().away !== null,
    },
    {
      id: 'signOut',
      label: t('signOut.title'),
      group: 'group.me',
      run: () => openDialog({ kind: 'signOut' }),
      can: () => signedIn(useDesk.getState()) !== undefined,
    },
  ];
}

/** T8: a suggestion of the machine, taken by a person. */
function takeNoAnswer(item: WorkItem): void {
  const reason = noAnswerReason(newestRead(useConversation.getState().current));
  if (reason !== undefined) void closeItem(item.id, item.conversationId, { kind: 'noAnswerNeeded', reason });
}

/** As its button does: what stands in the way of sending stands there, too. */
function pressComposer(which: 'send' | 'send-done'): void {
  focusComposer(compositionOf(useConversation.getState().openId ?? '').mode === 'note' ? 'note' : undefined);
  document.querySelector<HTMLElement>(`.composer [data-testid=${which}]`)?.click();
}

/** While a field holds text, undo belongs to that text. */
function hasTypedText(): boolean {
  const { activeElement } = document;
  return (activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement) && activeElement.value !== '';
}

/** Pictures of the open conversation nobody asked for yet. */
const veiledPictures = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-veiled=true]')];

function takeOpen(): void {
  const row = items.forConversation(useConversation.getState().openId ?? '');
  if (row !== undefined) void takeItem(row);
}

function undoNewest(): void {
  const entry = newestUndoable();
  if (entry !== undefined) void undoReply(entry.replyId, entry.conversationId);
}
