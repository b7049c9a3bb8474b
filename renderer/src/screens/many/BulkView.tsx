import { useEffect, useMemo, type ReactNode } from 'react';
import type { BulkAnswer } from '../../../../shared/domain/bulk-answer.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { showInMany } from '../../store/bulk-acts.ts';
import { closeBulk, useBulk } from '../../store/bulk.ts';
import { bulkLines } from '../../store/bulk-lines.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';
import { BulkCorePanel } from './BulkCorePanel.tsx';
import { BulkList } from './BulkList.tsx';
import { BulkMemberPanel } from './BulkMemberPanel.tsx';
import { BulkProgress } from './BulkProgress.tsx';
import { ForbiddenPanel } from './ForbiddenPanel.tsx';
import { LateArrivals } from './LateArrivals.tsx';

/** One answer for many: what all are told, how far it is, each of them with what it will say. */
export function BulkView({ bulk }: { readonly bulk: BulkAnswer }): ReactNode {
  const { t } = useText();
  const now = useMinute();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const initials = useDesk((state) => signedIn(state)?.initials ?? '');
  const readers = useBulk((state) => state.readers);
  const members = useBulk((state) => state.members);
  const edits = useBulk((state) => state.edits);
  const written = useBulk((state) => state.core);
  const cursorId = useBulk((state) => state.cursorId);
  const isMine = bulk.agentId === me;
  const core = written ?? bulk.core;
  // The rows say how far each is; what it is made of was read before.
  const current = useMemo(
    () => [...readers.values()].flatMap((reader) => {
      const member = members.get(reader.member.conversationId);
      return member?.bulkId === bulk.id ? [{ ...reader, member }] : [];
    }),
    [readers, members, bulk.id],
  );
  const lines = useMemo(() => bulkLines({ core, readers: current, edits, initials, now }), [core, current, edits, initials, now]);
  useEffect(() => {
    showInMany({ bulk, lines });
    return () => showInMany(undefined);
  }, [bulk, lines]);
  const shownId = cursorId ?? lines[0]?.id;
  const chosen = lines.find(({ id }) => id === shownId);
  return (
    <main className="many" data-testid="screen-many">
      <header className="many-top">
        <div className="many-title">
          <h1>{t('screen.many')}</h1>
          <Button isSmall look="quiet" onPress={closeBulk} testId="many-back">
            {t('many.list')}
          </Button>
        </div>
        <BulkProgress bulk={bulk} lines={lines} isMine={isMine} />
        <LateArrivals bulk={bulk} isMine={isMine} />
        {isMine && <BulkCorePanel bulk={bulk} core={core} />}
        {isMine && <ForbiddenPanel bulk={bulk} lines={lines} core={core} now={now} />}
      </header>
      <div className="many-body">
        <BulkList bulk={bulk} lines={lines} cursorId={shownId} />
        <BulkMemberPanel key={chosen?.id} bulk={bulk} line={chosen} lines={lines} isMine={isMine} />
      </div>
    </main>
  );
}
