import { useState, type ReactNode } from 'react';
import { invitationState } from '../../../../shared/domain/invitation.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { explain, showFailure } from '../../store/errors.ts';
import { useCenter } from '../../store/rows.ts';
import { showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';

const HOURS = ['24', '72', '168'] as const;

/** INVITE-1: the way in for somebody of the book. The code is shown until another person is looked at, and never again. */
export function InvitationPart({ agentId, name }: { readonly agentId: string; readonly name: string }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const now = useMinute();
  const online = useDesk((state) => state.connection.kind === 'online');
  const [hours, setHours] = useState<(typeof HOURS)[number]>('72');
  const [made, setMade] = useState<string>();
  const [busy, setBusy] = useState(false);
  const invitation = center.invitations.get(agentId);
  const state = invitation === undefined ? undefined : invitationState(invitation, now);
  const person = center.agents.get(agentId);

  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = await call('invitation.make', { agentId, validForMs: Number(hours) * 3_600_000 });
      if (answer.status === 'made') setMade(answer.code);
      else showToast({ tone: 'error', text: explain(texts, answer) });
    } catch (error) {
      showFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const revoke = async (): Promise<void> => {
    if ((await runCommand({ type: 'invitation.revoke', data: { agentId } })) === 'accepted') setMade(undefined);
  };
  const copy = (): void => void navigator.clipboard.writeText(made ?? '').then(() => showToast({ tone: 'info', text: t('invite.copied') }), showFailure);

  return (
    <section aria-label={t('invite.title')} data-testid="invitation">
      <h3>{t('invite.title')}</h3>
      {person === undefined || person.disabled ? (
        <p className="muted">{t('invite.saveFirst')}</p>
      ) : (
        <>
          <p data-testid="invitation-state" data-state={state ?? 'none'} aria-live="polite">
            {invitation === undefined && t('invite.none')}
            {invitation !== undefined && state === 'open' && t('invite.open', agentLong(center, invitation.byAgentId), f.moment(invitation.expiresAt, now))}
            {invitation !== undefined && state === 'expired' && t('invite.expired', f.moment(invitation.expiresAt, now))}
            {invitation?.usedAt !== undefined && t('invite.used', f.moment(invitation.usedAt, now))}
            {invitation?.revokedAt !== undefined && t('invite.revoked', f.moment(invitation.revokedAt, now))}
          </p>
          {made !== undefined && state === 'open' && (
            <div className="invitation-code" role="status">
              <output aria-label={t('invite.codeOf', name)} data-testid="invitation-code">
                {made}
              </output>
              <p className="muted">{t('invite.once')}</p>
            </div>
          )}
          <div className="house-list">
            <Picker<(typeof HOURS)[number]> label={t('invite.valid')} value={hours} options={HOURS.map((id) => ({ id, label: t(`invite.valid.${id}`) }))} onChange={setHours} />
            <Button isSmall onPress={() => void make()} isDisabled={!online || busy} testId="invite">
              {invitation === undefined ? t('invite.make') : t('invite.makeAnew')}
            </Button>
            {made !== undefined && state === 'open' && (
              <Button isSmall onPress={copy}>
                {t('invite.copy')}
              </Button>
            )}
            {state === 'open' && (
              <Button isSmall look="quiet" onPress={() => void revoke()} isDisabled={!online} testId="invitation-revoke">
                {t('invite.revoke')}
              </Button>
            )}
          </div>
          <p className="muted">{t('invite.localOnly')}</p>
        </>
      )}
    </section>
  );
}
