import type { ReactNode } from 'react';
import type { BulkAnswer } from '../../../../shared/domain/bulk-answer.ts';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import type { VariantRisk } from '../../../../shared/text/variant-risks.ts';
import { useBulk } from '../../store/bulk.ts';
import type { BulkLine } from '../../store/bulk-lines.ts';
import { useText } from '../../text/index.tsx';

const ROW_HEIGHT = 96;
const GRAVE: ReadonlySet<VariantRisk> = new Set(['danger', 'threatToCancel', 'abuse', 'tooLong', 'wroteSince']);
const STATE_TONES: Partial<Record<BulkLine['state'], TagTone>> = { sent: 'green', failed: 'red', unclear: 'amber', sending: 'blue', confirmed: 'blue', taken: 'amber' };
export const riskTone = (risk: VariantRisk): TagTone => (GRAVE.has(risk) ? 'red' : 'amber');

/** Everybody it goes to, what needs a look first. */
export function BulkList({ bulk, lines, cursorId }: { readonly bulk: BulkAnswer; readonly lines: readonly BulkLine[]; readonly cursorId: string | undefined }): ReactNode {
  const { t } = useText();
  const cursor = cursorId === undefined ? -1 : lines.findIndex(({ id }) => id === cursorId);
  const moveTo = (place: number): void => useBulk.setState({ cursorId: lines[place]?.id });
  return (
    <section className="many-list" aria-label={t('many.members')}>
      {bulk.conversationIds.length > 0 && lines.length === 0 && <p className="muted many-empty">{t('many.noText')}</p>}
      <VirtualList
        label={t('many.members')}
        testId="many-list"
        count={lines.length}
        rowHeight={ROW_HEIGHT}
        cursor={cursor}
        rowId={(place) => lines[place]?.id}
        onMove={moveTo}
        onEnter={() => document.querySelector<HTMLElement>('[data-testid=many-member] textarea')?.focus()}
        renderRow={(place, elementId) => {
          const line = lines[place];
          return line === undefined ? null : <BulkRow line={line} elementId={elementId} place={place} total={lines.length} isCursor={place === cursor} onPress={() => moveTo(place)} />;
        }}
      />
    </section>
  );
}

function BulkRow({ line, elementId, place, total, isCursor, onPress }: { readonly line: BulkLine; readonly elementId: string; readonly place: number; readonly total: number; readonly isCursor: boolean; readonly onPress: () => void }): ReactNode {
  const { t } = useText();
  const { reader } = line;
  return (
    <div id={elementId} role="option" aria-selected={isCursor} aria-posinset={place + 1} aria-setsize={total} className={`queue-row many-row${isCursor ? ' is-cursor is-open' : ''}`} onClick={onPress} data-testid="many-row" data-state={line.state}>
      <ChannelBadge channel={reader.channel} />
      <span className="row-main">
        <span className="row-who">
          <span className="row-name">{showHidden(reader.name || reader.handle)}</span>
        </span>
        <span className="row-line many-line" dir="auto">
          {showHidden(line.text === '' ? t('many.noText') : line.text)}
        </span>
        <span className="row-tags">
          <Tag tone={STATE_TONES[line.state] ?? 'plain'}>{t(`many.member.${line.state}`)}</Tag>
          {line.edited && <Tag tone="blue">{t('many.edited')}</Tag>}
          {line.risks.map((risk) => (
            <Tag key={risk} tone={riskTone(risk)}>
              {t(`many.risk.${risk}`)}
            </Tag>
          ))}
        </span>
      </span>
    </div>
  );
}
