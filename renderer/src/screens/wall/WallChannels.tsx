import type { ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { WallChannel } from '../../../../shared/domain/wallboard.ts';
import { useText } from '../../text/index.tsx';

/** More would be too small to read from across the room. */
const SHOWN = 6;

/** What waits on each channel, and the oldest of it beside its target. */
export function WallChannels({ channels, at }: { readonly channels: readonly WallChannel[]; readonly at: number }): ReactNode {
  const { t, f, language } = useText();
  const more = channels.slice(SHOWN);
  return (
    <section className="wall-part" aria-labelledby="wall-channels">
      <h2 id="wall-channels">{t('wall.channels')}</h2>
      {channels.length === 0 ? (
        <p className="wall-nothing">{t('wall.nothingOpen')}</p>
      ) : (
        <table className="wall-table" data-testid="wall-channels">
          <thead>
            <tr>
              <th scope="col">{t('wall.channel')}</th>
              <th scope="col">{t('queues.waiting')}</th>
              <th scope="col">{t('queues.oldest')}</th>
              <th scope="col">{t('wall.soonShort')}</th>
              <th scope="col">{t('tile.late')}</th>
            </tr>
          </thead>
          <tbody>
            {channels.slice(0, SHOWN).map(({ channel, waiting, soon, late, oldest }) => (
              <tr key={channel} data-testid="wall-channel">
                <th scope="row">{getChannel(channel)?.label[language] ?? channel}</th>
                <td>{f.number(waiting)}</td>
                <td>{oldest === undefined ? '–' : <Oldest oldest={oldest} at={at} />}</td>
                <td className={soon > 0 ? 'tone-warn' : ''}>{f.number(soon)}</td>
                <td className={late > 0 ? 'tone-bad' : ''}>{f.number(late)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more.length > 0 && <p>{t('wall.moreChannels', more.length, more.reduce((sum, one) => sum + one.waiting, 0))}</p>}
    </section>
  );
}

/** How long it has waited, and how long it has, or has been late. */
function Oldest({ oldest: { queuedAt, dueAt }, at }: { readonly oldest: NonNullable<WallChannel['oldest']>; readonly at: number }): ReactNode {
  const { t, f } = useText();
  const isLate = dueAt < at;
  return (
    <span className={isLate ? 'tone-bad' : ''}>
      {f.span(Math.max(0, at - queuedAt))} <span className="wall-target">{isLate ? t('wall.overTarget', f.span(at - dueAt)) : t('wall.target', f.moment(dueAt, at))}</span>
    </span>
  );
}
