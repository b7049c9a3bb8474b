import type { ReactNode } from 'react';
import type { Contact } from '../../../../shared/domain/contact.ts';
import { validCheck } from '../../../../shared/domain/identity-check.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** D16: whether somebody looked who this is, by what and until when; and what the person said about knowing profile and contract as one. */
export function IdentityCard({ contact, conversationId }: { readonly contact: Contact; readonly conversationId: string }): ReactNode {
  const { t, f } = useText();
  const now = useNow(10_000);
  const center = useCenter();
  const check = contact.identityCheck;
  const valid = validCheck(contact, now);
  const consent = contact.joinConsent;
  const of = { contactId: contact.id, conversationId };
  return (
    <section className="context-part" data-testid="identity-card" data-checked={valid !== undefined}>
      <h2>{t('identity.heading')}</h2>
      <div className="card identity-check">
        <p className={valid === undefined ? 'muted' : ''} role="status">
          <Icon name={valid === undefined ? 'warn' : 'check'} size={13} />{' '}
          {valid !== undefined
            ? t('identity.valid', t(`identity.by.${valid.by}`), agentShort(center, valid.agentId), f.moment(valid.untilAt, now))
            : check?.withdrawn !== undefined
              ? t('identity.withdrawn', agentShort(center, check.withdrawn.agentId), f.moment(check.withdrawn.at, now))
              : check !== undefined
                ? t('identity.over', f.moment(check.untilAt, now))
                : t('identity.none')}
        </p>
        <p className="identity-acts">
          <Button isSmall onPress={() => openDialog({ kind: 'identity', conversationId })} testId="identity-check">
            {t(valid === undefined ? 'identity.open' : 'identity.again')}
          </Button>
          {valid !== undefined && (
            <Button isSmall look="quiet" onPress={() => void runCommand({ type: 'contact.withdrawCheck', data: { ...of, checkId: valid.id, reason: 'mistake' } })} testId="identity-withdraw">
              {t('identity.withdraw')}
            </Button>
          )}
        </p>
        {consent !== undefined && (
          <p className="identity-consent" data-testid="identity-consent">
            {t(consent.given ? (consent.how === 'written' ? 'identity.mayJoinWritten' : 'identity.mayJoinSpoken') : 'identity.mayNotJoin', agentShort(center, consent.agentId), f.moment(consent.at, now))}{' '}
            {consent.given && (
              <button type="button" className="link-button" onClick={() => void runCommand({ type: 'contact.noteConsent', data: { ...of, given: false, how: 'written' } })} data-testid="consent-back">
                {t('identity.takeBack')}
              </button>
            )}
          </p>
        )}
      </div>
    </section>
  );
}
