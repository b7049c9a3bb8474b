import { memo, type DragEvent, type ReactNode } from 'react';
import type { ReadingFlag, ReadingSummary } from '../../../shared/domain/reading.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { foldedTag, tagNow, type HouseTag } from '../../../shared/domain/tag.ts';
import { isResting } from '../../../shared/domain/work-item.ts';
import { atHandle } from '../text/handle.ts';
import { useText } from '../text/index.tsx';
import { ChannelBadge } from './ChannelBadge.tsx';
import { DueRing } from './DueRing.tsx';
import { Icon } from './Icon.tsx';
import { showHidden, withoutAddressees } from './plain-text.ts';
import { Tag } from './Tag.tsx';

export interface QueueRowViewProps {
  readonly row: QueueRow;
  readonly id: string;
  readonly place: number;
  readonly total: number;
  readonly isCursor: boolean;
  readonly isOpen: boolean;
  readonly isChecked?: boolean | undefined;
  /** Who holds it, where that is not plain from the tab. */
  readonly owner?: string | undefined;
  /** So many ask the same, this one included. */
  readonly same?: number | undefined;
  /** Whoever wrote is writing again. */
  readonly isWriting?: boolean | undefined;
  /** Colleagues who are at it, in words. */
  readonly company?: string | undefined;
  /** The tags of the house by every name. */
  readonly tagBook?: ReadonlyMap<string, HouseTag> | undefined;
  readonly onPress: (id: string, event: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }) => void;
  readonly onOpen?: ((id: string) => void) | undefined;
  /** Given: the row can be dragged. */
  readonly onDragStart?: ((event: DragEvent, id: string) => void) | undefined;
  readonly onDragEnd?: (() => void) | undefined;
}

const NO_TAGS: ReadonlyMap<string, HouseTag> = new Map();

/** One item at a glance: channel, who, first line, what is special about it, time left. */
export const QueueRowView = memo(function QueueRowView({
  row,
  id,
  place,
  total,
  isCursor,
  isOpen,
  isChecked,
  owner,
  same,
  isWriting,
  company,
  tagBook = NO_TAGS,
  onPress,
  onOpen,
  onDragStart,
  onDragEnd,
}: QueueRowViewProps): ReactNode {
  const { t } = useText();
  const { item } = row;
  const closed = item.state === 'closed';
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChecked ?? isOpen}
      aria-posinset={place + 1}
      aria-setsize={total}
      className={`queue-row${isCursor ? ' is-cursor' : ''}${isOpen ? ' is-open' : ''}${isChecked === true ? ' is-checked' : ''}`}
      onClick={(event) => onPress(item.id, event)}
      onDoubleClick={() => onOpen?.(item.id)}
      draggable={onDragStart !== undefined}
      onDragStart={onDragStart === undefined ? undefined : (event) => onDragStart(event, item.id)}
      onDragEnd={onDragEnd}
      data-testid="queue-row"
      data-item={item.id}
    >
      {isChecked !== undefined && (
        <span className="row-check" aria-hidden="true">
          {isChecked && <Icon name="check" size={14} />}
        </span>
      )}
      <ChannelBadge channel={row.channel} />
      <span className="row-main">
        <span className="row-who">
          <span className="row-name">{showHidden(row.contactName || row.contactHandle)}</span>{' '}
          <span className="row-handle">{showHidden(atHandle(row.contactHandle))}</span>
        </span>
        <span className="row-line" dir="auto">
          {showHidden(withoutAddressees(row.firstLine))}
        </span>
        <span className="row-tags">
          {isWriting === true && (
            <span data-testid="row-writing">
              <Tag tone="amber">{t('visitor.typingShort')}</Tag>
            </span>
          )}
          {company !== undefined && (
            <span data-testid="row-company">
              <Tag tone="amber">{company}</Tag>
            </span>
          )}
          {same !== undefined && item.state !== 'closed' && (
            <span data-testid="row-same">
              <Tag tone="blue">{t('row.same', same)}</Tag>
            </span>
          )}
          <RowTags row={row} owner={owner} tagBook={tagBook} />
        </span>
      </span>
      <span className="row-due">{!closed && !isResting(item) && <DueRing fromAt={item.queuedAt} dueAt={item.dueAt} />}</span>
    </div>
  );
});

function RowTags({ row, owner, tagBook }: { readonly row: QueueRow; readonly owner: string | undefined; readonly tagBook: ReadonlyMap<string, HouseTag> }): ReactNode {
  const { t, f } = useText();
  const { item } = row;
  return (
    <>
      {item.alert !== undefined && item.state !== 'closed' && <Tag tone="red">{t('row.danger')}</Tag>}
      {item.special !== undefined && <Tag tone="amber">{t(`special.${item.special.kind}`)}</Tag>}
      {row.ticket !== undefined && <Tag tone={row.ticket.overdueAt === undefined ? 'plain' : 'red'}>{row.ticket.overdueAt === undefined ? t('row.ticket', f.moment(row.ticket.dueAt, row.ticket.openedAt)) : t('row.ticketOverdue', row.ticket.owner)}</Tag>}
      {row.callBack !== undefined && item.state !== 'closed' && <Tag tone="amber">{t('row.callBack', f.moment(row.callBack.fromAt, row.callBack.plannedAt), f.time(row.callBack.untilAt))}</Tag>}
      {item.unsummoned === 'siteOnly' && <Tag>{t('row.siteOnly')}</Tag>}
      {item.promise !== undefined && item.state !== 'closed' && <Tag tone="amber">{t('row.promise', f.moment(item.promise.dueAt, item.parkedAt ?? item.queuedAt))}</Tag>}
      <Tag tone={row.visibility}>{t(row.visibility === 'public' ? 'visibility.public' : 'visibility.private')}</Tag>
      {row.reading !== undefined && item.state !== 'closed' && <ReadTags reading={row.reading} hasSpecial={item.special !== undefined} />}
      {owner !== undefined && <Tag>{owner}</Tag>}
      {item.state === 'closed' && <Tag tone="green">{t(`disposition.${item.disposition?.kind ?? 'resolved'}`)}</Tag>}
      {item.state !== 'closed' && item.waitingFor === 'customer' && <Tag>{t('row.waitsForCustomer')}</Tag>}
      {item.snooze !== undefined && <Tag tone="blue">{t('row.asleep', f.moment(item.snooze.untilAt, item.snooze.at))}</Tag>}
      {item.state === 'offered' && <Tag tone="blue">{t('row.offered')}</Tag>}
      {row.approvalFlag !== undefined && item.state !== 'closed' && <Tag tone="amber">{t('row.approvalFlag')}</Tag>}
      {row.answerOut !== undefined && <Tag tone="amber">{t('row.answerOut')}</Tag>}
      {row.turnMessages > 1 && <Tag tone="red">{t('row.chaser', row.turnMessages)}</Tag>}
      {item.reopened > 0 && <Tag tone="amber">{t('row.reopened')}</Tag>}
      {(row.addressForm === 'du' || row.addressForm === 'sie') && <Tag>{t(`addressForm.${row.addressForm}`)}</Tag>}
      {row.tags?.slice(0, 3).map((tag) => (
        <Tag key={tag} tone={tagBook.get(foldedTag(tag))?.colour ?? 'blue'}>
          {tagNow(tagBook, tag)}
        </Tag>
      ))}
    </>
  );
}

/** What the line says already in its own words, or says of the kind of case. */
const SAID: ReadonlySet<ReadingFlag> = new Set(['danger', 'praise']);
const LETTERS: ReadonlySet<ReadingFlag> = new Set(['press', 'lawyer', 'regulator', 'police', 'privacyRequest', 'cancellation', 'withdrawal']);
const MOST_FLAGS = 2;

/** What was read of it: mood, warnings, kind of case. */
function ReadTags({ reading, hasSpecial }: { readonly reading: ReadingSummary; readonly hasSpecial: boolean }): ReactNode {
  const { t } = useText();
  const flags = reading.flags.filter((flag) => !SAID.has(flag) && !(hasSpecial && LETTERS.has(flag)));
  return (
    <>
      {reading.sentiment !== 'neutral' && (
        <span className={`row-mood is-${reading.sentiment}`} role="img" aria-label={t('row.mood', t(`sentiment.${reading.sentiment}`))} title={t('row.mood', t(`sentiment.${reading.sentiment}`))} />
      )}
      {flags.slice(0, MOST_FLAGS).map((flag) => (
        <span key={flag} data-testid="row-flag" data-flag={flag}>
          <Tag tone="amber">{t(`flag.${flag}`)}</Tag>
        </span>
      ))}
      {reading.caseType !== 'other' && (
        <span aria-label={t('row.readAs', t(`caseType.${reading.caseType}`))} role="img" data-testid="row-case">
          <Tag>{t(`caseType.${reading.caseType}`)}</Tag>
        </span>
      )}
      {!reading.needsAnswer && <Tag>{t('row.noAnswer')}</Tag>}
    </>
  );
}
