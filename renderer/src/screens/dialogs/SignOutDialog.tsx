import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Unsent } from '../../../../shared/ipc/index.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { call } from '../../bridge/index.ts';
import { useNow } from '../../hooks/ticker.ts';
import { flushAllDrafts } from '../../store/composer.ts';
import { useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { leaveDesk } from '../../store/leave.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { UnsentList } from '../UnsentList.tsx';

type Way = 'asDrafts' | 'wait' | 'throwAway';

/** Leaves nothing behind on this machine; what was not sent is named, and goes up, out, or away knowingly. */
export function SignOutDialog(): ReactNode {
  const { t } = useText();
  const now = useNow(10_000);
  const online = useDesk((state) => state.connection.kind === 'online');
  const outbox = useDesk((state) => state.outbox);
  const [unsent, setUnsent] = useState<Unsent>();
  const [way, setWay] = useState<Way>();
  const [waits, setWaits] = useState(false);
  const [busy, setBusy] = useState(false);
  const count = unsent === undefined ? 0 : unsent.replies.length + unsent.drafts.length + unsent.commands.length;

  const look = useCallback(async (): Promise<void> => {
    await flushAllDrafts();
    setUnsent(await call('session.unsent', {}));
  }, []);
  // Whatever moves in the outbox, or the line: the list says what is so now. Drafts go up a moment after the last pause.
  useEffect(() => {
    const first = setTimeout(() => look().catch(showFailure), 0);
    const timer = setInterval(() => void look().catch(() => undefined), 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [look, outbox, online]);

  const leave = useCallback(async (chosen: Way | undefined): Promise<void> => {
    setBusy(true);
    try {
      await flushAllDrafts();
      const answer = await leaveDesk({ discardUnsent: chosen === 'throwAway', keepAsDrafts: chosen === 'asDrafts' });
      if (answer.signedOut) closeDialog();
      else setUnsent(answer.unsent);
    } catch (error) {
      showFailure(error);
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    if (!waits || unsent === undefined || count > 0) return undefined;
    const timer = setTimeout(() => void leave(undefined), 0);
    return () => clearTimeout(timer);
  }, [waits, unsent, count, leave]);

  const confirm = (): void => {
    if (count > 0 && way === 'wait') setWaits(true);
    else void leave(count > 0 ? way : undefined);
  };
  return (
    <Dialog
      title={t('signOut.title')}
      onClose={closeDialog}
      confirm={{
        label: waits ? t('signOut.waiting') : count > 0 && way !== undefined ? t(`signOut.${way}`) : t('signOut.confirm'),
        onPress: confirm,
        look: count > 0 && way === 'throwAway' ? 'danger' : 'primary',
        isDisabled: unsent === undefined || busy || waits || (count > 0 && way === undefined),
      }}
      testId="dialog-sign-out"
    >
      <p>{t('signOut.hint')}</p>
      {unsent !== undefined && count > 0 && (
        <>
          <section className="guard guard-amber unsent-frame" aria-label={t('signOut.unsentTitle')} tabIndex={0}>
            <UnsentList unsent={unsent} now={now} />
          </section>
          <Choices<Way>
            label={t('signOut.how')}
            value={way}
            onChange={(next) => {
              setWaits(false);
              setWay(next);
            }}
            choices={[
              {
                id: 'asDrafts',
                label: t('signOut.asDrafts'),
                hint: online ? t('signOut.asDraftsHint') : t('signOut.asDraftsOffline'),
                isDisabled: !online,
              },
              { id: 'wait', label: t('signOut.wait'), hint: t('signOut.waitHint') },
              { id: 'throwAway', label: t('signOut.throwAway'), hint: t('signOut.throwAwayHint') },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
