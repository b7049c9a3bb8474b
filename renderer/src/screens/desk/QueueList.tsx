import { useEffect, useMemo, type ReactNode } from 'react';
import { tagNames } from '../../../../shared/domain/tag.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { QueueRowView, type QueueRowViewProps } from '../../components/QueueRowView.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useFirstSync } from '../../hooks/first-sync.ts';
import { useClock } from '../../hooks/ticker.ts';
import { useOrdered } from '../../hooks/items.ts';
import { companyOf, useColleagues, type Company } from '../../store/colleagues.ts';
import { useConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { showInQueue } from '../../store/cursor.ts';
import { rankFor } from '../../store/item-ranks.ts';
import { openConversation } from '../../store/navigation.ts';
import { sizesByConversation } from '../../store/questions.ts';
import { items, useCenter } from '../../store/rows.ts';
import { tagBook } from '../../store/tags.ts';
import { toggleTicked, useTicked } from '../../store/ticked.ts';
import { isTyping, useVisitors } from '../../store/visitors.ts';
import { useUi } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

const ROW_HEIGHT = 76;

const moveTo = (id: string | undefined): void => useUi.setState({ cursorId: id });
function openItem(id: string | undefined): void {
  const row = items.get(id ?? '');
  if (row === undefined) return;
  moveTo(row.item.id);
  void openConversation(row.conversationId);
}
// The same function for all rows at every draw: a row that did not change is not drawn again.
const press: QueueRowViewProps['onPress'] = (id, event) => (event.ctrlKey || event.metaKey ? toggleTicked(id) : openItem(id));

/** The rows of the chosen tab in their order. */
export function QueueList(): ReactNode {
  const { t } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const loaded = useDesk((state) => state.loaded);
  const syncing = useFirstSync();
  const tab = useUi((state) => state.tab);
  const sort = useUi((state) => state.sort);
  const filter = useUi((state) => state.filter);
  const cursorId = useUi((state) => state.cursorId);
  const openId = useConversation((state) => state.openId);
  // Only a list of one brand asks for the accounts: nobody else's list is made anew when one of them changes.
  const accounts = useCenter((state) => (filter.brand === undefined ? undefined : state.accounts));
  const book = tagBook(useCenter((state) => state.tags));
  const rank = useMemo(() => rankFor({ tab, sort, filter, me, brandOf: (accountId) => accounts?.get(accountId)?.brand, tagWords: filter.tag === undefined ? undefined : new Set(tagNames(book, filter.tag)) }), [tab, sort, filter, me, accounts, book]);
  const view = useOrdered(rank);
  useEffect(() => {
    showInQueue(view);
    return () => showInQueue(undefined);
  }, [view]);
  const ticked = useTicked((state) => state.ids);
  const visitors = useVisitors((state) => state.byId);
  // Drawn again when somebody begins or stops, not with the clock.
  const writing = useClock((now) => [...visitors.values()].flatMap((one) => (isTyping(one, now) ? [one.conversationId] : [])).join(' '));
  const here = useColleagues((state) => state.byId);
  const company = useClock((now) => JSON.stringify([...here].flatMap(([id, known]) => (companyOf(known, now) === undefined ? [] : [[id, companyOf(known, now)]]))));
  const beside = useMemo(() => new Map(JSON.parse(company) as [string, Company][]), [company]);
  const clusters = useCenter((state) => state.clusters);
  const same = useMemo(() => sizesByConversation(clusters), [clusters]);
  // Who holds what is named where it is not plain; only there the list hears of colleagues.
  const agents = useCenter((state) => (tab === 'team' || tab === 'done' ? state.agents : undefined));
  const cursor = cursorId === undefined ? -1 : view.indexOf(cursorId);

  if (view.size === 0)
    return (
      loaded &&
      !syncing && (
        <EmptyState title={t(`queue.empty.${tab}`)}>
          {Object.values(filter).some((value) => value !== undefined) ? t('queue.emptyFiltered') : t('queue.emptyHint')}
        </EmptyState>
      )
    );
  return (
    <VirtualList
      label={t(`queue.${tab}`)}
      testId="queue-list"
      count={view.size}
      rowHeight={ROW_HEIGHT}
      cursor={cursor}
      rowId={(place) => view.idAt(place)}
      onMove={(place) => moveTo(view.idAt(place))}
      onEnter={(place) => openItem(view.idAt(place))}
      isMulti
      onToggle={(place) => {
        const id = view.idAt(place);
        if (id === undefined) return;
        toggleTicked(id);
        moveTo(id);
      }}
      renderRow={(place, elementId) => {
        const row = items.get(view.idAt(place) ?? '');
        if (row === undefined) return null;
        const owner = agents === undefined ? '' : agentShort({ agents }, row.item.ownerAgentId ?? row.item.lastAgentId);
        const others = beside.get(row.conversationId);
        return (
          <QueueRowView
            row={row}
            id={elementId}
            place={place}
            total={view.size}
            isCursor={place === cursor}
            isOpen={row.conversationId === openId}
            {...(ticked.size === 0 ? {} : { isChecked: ticked.has(row.item.id) })}
            owner={owner === '' ? undefined : owner}
            same={same.get(row.conversationId)}
            isWriting={writing !== '' && writing.includes(row.conversationId)}
            company={others === undefined ? undefined : t(others.typing ? 'presence.typing' : 'presence.here', others.agentIds.map((id) => agentShort(useCenter.getState(), id)).join(', '))}
            tagBook={book}
            onPress={press}
          />
        );
      }}
    />
  );
}
