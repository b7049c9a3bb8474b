import type { ReactNode } from 'react';
import { Tag } from '../../components/Tag.tsx';
import { useOrdered } from '../../hooks/items.ts';
import { useNow } from '../../hooks/ticker.ts';
import { waitsFor } from '../../store/approvals.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { byEscalation } from '../../store/escalations.ts';
import { openConversation } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong, agentShort, contactLabel } from '../names.ts';

const SHOWN = 100;

/** S1: who asks for help, since when and with whom it waits; what is due first on top. Before everything else on the lead's screen. */
export function EscalationsPanel(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useNow(10_000);
  const view = useOrdered(byEscalation);
  const rows = Array.from({ length: Math.min(SHOWN, view.size) }, (_, place) => items.get(view.idAt(place) ?? '')).flatMap((row) => (row?.escalation === undefined ? [] : [{ row, asked: row.escalation }]));
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="escalations-title">
      <h2 id="escalations-title">{t('escalation.list')}</h2>
      <p className="muted">{t('escalation.listHint')}</p>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t('escalation.list')} data-scrolls>
        <table data-testid="escalations">
          <thead>
            <tr>
              <th scope="col">{t('approval.column.case')}</th>
              <th scope="col">{t('escalation.column.who')}</th>
              <th scope="col">{t('escalation.column.since')}</th>
              <th scope="col">{t('approval.column.due')}</th>
              <th scope="col">{t('approval.column.by')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, asked }) => {
              const who = waitsFor(center, asked, now);
              return (
                <tr key={asked.id} data-testid="escalation-row">
                  <td>
                    <button type="button" className="link-button" onClick={() => void openConversation(row.conversationId)}>
                      {contactLabel(row)}
                    </button>
                  </td>
                  <td>{agentLong(center, asked.agentId)}</td>
                  <td>{f.span(Math.max(0, now - asked.askedAt))}</td>
                  <td className={asked.dueAt < now ? 'tone-bad' : undefined}>{t(asked.dueAt < now ? 'escalation.overdue' : 'escalation.due', f.moment(asked.dueAt, now))}</td>
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
