import { useMemo, type ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { Tag } from '../../components/Tag.tsx';
import { useOrdered } from '../../hooks/items.ts';
import { useNow } from '../../hooks/ticker.ts';
import { waitsFor } from '../../store/approvals.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { openConversation } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong, agentShort, contactLabel } from '../names.ts';

const byDue = (row: QueueRow): number | undefined => row.approval?.dueAt;
const SHOWN = 100;

/** S2: answers that wait for somebody's look, what is due first on top; own ones cannot be opened for it. */
export function ApprovalsPanel(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const view = useOrdered(useMemo(() => byDue, []));
  const rows = Array.from({ length: Math.min(SHOWN, view.size) }, (_, place) => items.get(view.idAt(place) ?? '')).flatMap((row) => (row?.approval === undefined ? [] : [{ row, approval: row.approval }]));
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="approvals-title">
      <h2 id="approvals-title">{t('approval.list')}</h2>
      <p className="muted">{t('approval.listHint')}</p>
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('approval.list')} data-scrolls>
          <table data-testid="approvals">
            <thead>
              <tr>
                <th scope="col">{t('approval.column.case')}</th>
                <th scope="col">{t('approval.column.who')}</th>
                <th scope="col">{t('approval.column.why')}</th>
                <th scope="col">{t('approval.column.due')}</th>
                <th scope="col">{t('approval.column.by')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ row, approval }) => {
                const who = waitsFor(center, approval, now);
                return (
                  <tr key={approval.replyId} data-testid="approval-row">
                    <td>
                      <button type="button" className="link-button" onClick={() => void openConversation(row.conversationId)}>
                        {contactLabel(row)}
                      </button>
                    </td>
                    <td>{agentLong(center, approval.agentId)}</td>
                    <td>{t(`approval.why.${approval.why}`)}</td>
                    <td className={approval.dueAt < now ? 'tone-bad' : undefined}>{t(approval.dueAt < now ? 'approval.overdue' : 'approval.due', f.moment(approval.dueAt, now))}</td>
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
