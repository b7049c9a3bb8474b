import type { ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { Tag } from '../../components/Tag.tsx';
import { useOrdered } from '../../hooks/items.ts';
import { useNow } from '../../hooks/ticker.ts';
import { waitsFor, type Waiting } from '../../store/approvals.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { openConversation } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong, agentShort, contactLabel } from '../names.ts';

const SHOWN = 100;

export interface WaitingPanelProps {
  /** Of its parts for tests: the table bears it in the plural. */
  readonly name: 'approval' | 'escalation';
  readonly title: string;
  readonly hint: string;
  /** Orders the rows; rows without a rank are left out. */
  readonly rank: (row: QueueRow) => number | undefined;
  readonly askedOf: (row: QueueRow) => Waiting | undefined;
  /** The column that tells one kind of waiting from the other. `now` in ms. */
  readonly column: string;
  readonly cell: (row: QueueRow, now: number) => string;
}

/** What waits for a lead: whose it is, when it is due and with whom it lies; what is due first on top. */
export function WaitingPanel({ name, title, hint, rank, askedOf, column, cell }: WaitingPanelProps): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const view = useOrdered(rank);
  const rows = Array.from({ length: Math.min(SHOWN, view.size) }, (_, place) => items.get(view.idAt(place) ?? '')).filter((row) => row !== undefined);
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby={`${name}s-title`}>
      <h2 id={`${name}s-title`}>{title}</h2>
      <p className="muted">{hint}</p>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={title} data-scrolls>
        <table data-testid={`${name}s`}>
          <thead>
            <tr>
              <th scope="col">{t('approval.column.case')}</th>
              <th scope="col">{t('approval.column.who')}</th>
              <th scope="col">{column}</th>
              <th scope="col">{t('approval.column.due')}</th>
              <th scope="col">{t('approval.column.by')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const asked = askedOf(row);
              if (asked === undefined) return null;
              const who = waitsFor(center, asked, now);
              const isLate = asked.dueAt < now;
              return (
                <tr key={row.item.id} data-testid={`${name}-row`}>
                  <td>
                    <button type="button" className="link-button" onClick={() => void openConversation(row.conversationId)}>
                      {contactLabel(row)}
                    </button>
                  </td>
                  <td>{agentLong(center, asked.agentId)}</td>
                  <td>{cell(row, now)}</td>
                  <td className={isLate ? 'tone-bad' : undefined}>{t(isLate ? 'approval.overdue' : 'approval.due', f.moment(asked.dueAt, now))}</td>
                  <td>{who === me ? <Tag tone="amber">{t('approval.forYou')}</Tag> : who === undefined ? t('approval.forAll') : t('approval.for', agentShort(center, who))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
