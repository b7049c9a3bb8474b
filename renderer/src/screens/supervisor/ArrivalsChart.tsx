import { useMemo, useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { LineChart } from '../../components/LineChart.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { countBySlot } from '../../store/arrivals.ts';
import { items } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** What came in and what was finished per quarter of an hour, from the items this desk sees; as a picture or as a table. */
export function ArrivalsChart(): ReactNode {
  const { t, f } = useText();
  const now = useNow(15_000);
  const [asTable, setAsTable] = useState(false);
  const slots = useMemo(() => countBySlot(items.all().values(), now), [now]);
  return (
    <section className="panel chart" aria-labelledby="chart-title">
      <header className="panel-head">
        <h2 id="chart-title" className="panel-title">
          {t('chart.title')}
        </h2>
        <Button isSmall look="quiet" onPress={() => setAsTable(!asTable)} testId="chart-toggle">
          {asTable ? t('chart.asPicture') : t('chart.asTable')}
        </Button>
      </header>
      {asTable ? (
        <div className="table-scroll chart-table" tabIndex={0} role="group" aria-labelledby="chart-title" data-scrolls>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('chart.from')}</th>
                <th scope="col">{t('chart.arrived')}</th>
                <th scope="col">{t('chart.closed')}</th>
              </tr>
            </thead>
            <tbody>
              {slots.toReversed().map((slot) => (
                <tr key={slot.at}>
                  <th scope="row">{f.time(slot.at)}</th>
                  <td>{slot.arrived}</td>
                  <td>{slot.closed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <LineChart
          label={t(
            'chart.label',
            f.number(slots.reduce((sum, slot) => sum + slot.arrived, 0)),
            f.number(slots.reduce((sum, slot) => sum + slot.closed, 0)),
          )}
          marks={slots.map((slot) => f.time(slot.at))}
          lines={[
            { name: t('chart.arrived'), tone: 'amber', values: slots.map((slot) => slot.arrived) },
            { name: t('chart.closed'), tone: 'accent', values: slots.map((slot) => slot.closed) },
          ]}
        />
      )}
    </section>
  );
}
