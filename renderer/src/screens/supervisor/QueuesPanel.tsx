import type { ReactNode } from 'react';
import { useNow } from '../../hooks/ticker.ts';
import type { Board } from '../../../../shared/domain/board.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

export function QueuesPanel({ board, onShow }: { readonly board: Board; readonly onShow: (queueId: string) => void }): ReactNode {
  const { t, f, language } = useText();
  const queues = useCenter((state) => state.queues);
  const now = useNow();
  const sorted = [...queues.values()].toSorted((a, b) => a.order - b.order || f.compare(a.name[language], b.name[language]));
  return (
    <section className="panel" aria-labelledby="queues-title">
      <h2 id="queues-title" className="panel-title">
        {t('queues.title')}
      </h2>
      <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="queues-title" data-scrolls>
        <table data-testid="queues-table">
          <thead>
            <tr>
              <th scope="col">{t('queues.queue')}</th>
              <th scope="col">{t('queues.waiting')}</th>
              <th scope="col">{t('queues.oldest')}</th>
              <th scope="col">{t('queues.free')}</th>
              <th scope="col">{t('queues.soon')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((queue) => {
              const figures = board.queues.get(queue.id);
              const pressing = (figures?.soon ?? 0) + (figures?.late ?? 0);
              return (
                <tr key={queue.id}>
                  <th scope="row">
                    <button type="button" className="link-button" onClick={() => onShow(queue.id)}>
                      {queue.name[language]}
                    </button>
                  </th>
                  <td>{f.number(figures?.waiting ?? 0)}</td>
                  <td>{figures?.oldestAt === undefined ? '–' : f.clock(now - figures.oldestAt)}</td>
                  <td className={figures !== undefined && figures.free === 0 && figures.waiting > 0 ? 'tone-warn' : ''}>
                    {figures?.free ?? 0} / {figures?.skilled ?? 0}
                  </td>
                  <td className={(figures?.late ?? 0) > 0 ? 'tone-bad' : pressing > 0 ? 'tone-warn' : 'tone-good'}>{pressing}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
