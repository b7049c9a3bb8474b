import type { ReactNode } from 'react';
import type { WallView } from '../../../../shared/domain/wallboard.ts';
import { Dot } from '../../components/Tag.tsx';
import { useText } from '../../text/index.tsx';

const TONES = { available: 'green', runOut: 'green', onBreak: 'amber', notResponding: 'red', offline: 'red' } as const;

/** Who is here, in numbers; by name only where figures of single people are shown. */
export function WallPeople({ people }: { readonly people: WallView['people'] }): ReactNode {
  const { t, f } = useText();
  return (
    <section className="wall-part" aria-labelledby="wall-people">
      <h2 id="wall-people">{t('people.title')}</h2>
      <ul className="wall-people" data-testid="wall-people">
        {people.map(({ state, count, names = [] }) => (
          <li key={state} data-state={state}>
            <span className="wall-state">
              <Dot tone={TONES[state]} /> {state === 'offline' ? t('people.offline') : t(`agentState.${state}`)}
            </span>
            <strong>{f.number(count)}</strong>
            {names.length > 0 && <span className="wall-names">{f.join(names)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
