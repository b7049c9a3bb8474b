import type { ReactNode } from 'react';
import type { WallView } from '../../../../shared/domain/wallboard.ts';
import { useText } from '../../text/index.tsx';

const SHOWN = 3;

/** What is the matter now (D14), by its title. */
export function WallSituations({ situations, at }: { readonly situations: WallView['situations']; readonly at: number }): ReactNode {
  const { t, f } = useText();
  return (
    <section className="wall-part" aria-labelledby="wall-situations">
      <h2 id="wall-situations">{t('wall.situations')}</h2>
      {situations.length === 0 ? (
        <p className="wall-nothing">{t('wall.noSituation')}</p>
      ) : (
        <ul className="wall-situations" data-testid="wall-situations">
          {situations.slice(0, SHOWN).map(({ id, title, status, untilAt }) => (
            <li key={id}>
              <strong>{title}</strong> {t(`situation.status.${status}`)}
              {untilAt !== undefined && <> {t('wall.until', f.moment(untilAt, at))}</>}
            </li>
          ))}
        </ul>
      )}
      {situations.length > SHOWN && <p>{t('wall.moreSituations', situations.length - SHOWN)}</p>}
    </section>
  );
}
