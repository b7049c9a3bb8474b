import type { ReactNode } from 'react';
import { needsAdmin } from '../../../../shared/deciders/house-checks.ts';
import { HOUSE_ID, type HouseChange } from '../../../../shared/domain/house.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { undoHouse, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { RecordDiff } from './RecordDiff.tsx';

const MOST_SHOWN = 40;
/** One and the same where nothing was changed: a new one at every look would be drawn again for ever. */
const NONE: readonly HouseChange[] = [];

/** HOUSE-3: who changed what, when and why. */
export function HouseHistory({ online }: { readonly online: boolean }): ReactNode {
  const { t } = useText();
  const changes = useCenter((state) => state.houses.get(HOUSE_ID)?.history ?? NONE).toReversed();
  return (
    <section className="panel" data-testid="house-history">
      <h2>{t('rules.history')}</h2>
      {changes.length === 0 && <p className="muted">{t('rules.noHistory')}</p>}
      <ChangeLines changes={changes} online={online} />
    </section>
  );
}

/** Lines of the book, the newest first; any of the last can be taken back while nothing else changed the same. */
export function ChangeLines({ changes, online }: { readonly changes: readonly HouseChange[]; readonly online: boolean }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useMinute();
  const busy = useHouse((state) => state.busy);
  const isAdmin = useDesk((state) => signedIn(state)?.role === 'admin');
  return (
    <ol className="rule-history">
      {changes.slice(0, MOST_SHOWN).map((change) => (
        <li key={change.version}>
          <p>
            <strong>{t('house.change', change.version)}</strong> · {f.moment(change.at, now)} · {agentLong(center, change.byAgentId)}
            {change.undoes !== undefined && ` · ${t('house.undid', change.undoes)}`}
            {change.note !== undefined && ` · „${change.note}“`}
          </p>
          <ul>
            {change.records.map((record) => (
              <li key={`${record.noun} ${record.id}`}>
                <RecordDiff noun={record.noun} name={record.name} kind={record.kind} diff={record.diff} />
              </li>
            ))}
          </ul>
          {change.edits !== undefined && (isAdmin || !change.edits.some(needsAdmin)) && (
            <Button isSmall isDisabled={!online || busy} onPress={() => void undoHouse(change.version)} testId={`house-undo-${change.version}`}>
              {t('house.undo', change.version)}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
