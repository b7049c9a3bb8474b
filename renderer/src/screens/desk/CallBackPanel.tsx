import type { ReactNode } from 'react';
import { callBackBodySchema, type CallBack } from '../../../../shared/domain/call-back.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useNow } from '../../hooks/ticker.ts';
import { reportCall } from '../../store/cases.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { openConversation } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** C5: whom to call, when it was promised, and what became of it. In place of the composer: nothing is written here. */
export function CallBackPanel({ open, callBack }: { readonly open: OpenConversation; readonly callBack: CallBack }): ReactNode {
  const { t, f } = useText();
  const now = useNow(10_000);
  const center = useCenter();
  const body = readBody(open.bodies.get(callBack.bodyRef));
  const isPlanned = callBack.state === 'planned';
  const isLate = isPlanned && now > callBack.untilAt;
  return (
    <section className="call-back" aria-label={t('callBack.title')} data-testid="call-back" data-state={callBack.state}>
      <p className="call-back-number" data-testid="call-back-number">
        <Icon name="clock" size={15} /> <strong>{body === undefined ? '…' : showHidden(body.number)}</strong>
      </p>
      <p className={isLate ? 'tone-bad' : 'muted'} role="status">
        {t('callBack.promised', f.moment(callBack.fromAt, now), f.time(callBack.untilAt), agentShort(center, callBack.byAgentId))}
        {isLate && ` · ${t('callBack.late')}`}
      </p>
      {body !== undefined && body.about !== '' && <p>{showHidden(body.about)}</p>}
      {callBack.tries.map((one, n) => (
        <p key={n} className="muted">
          {f.moment(one.at, now)} · {t(`callBack.outcome.${one.outcome}`)} · {agentShort(center, one.byAgentId)}
        </p>
      ))}
      <div className="conversation-actions">
        {isPlanned && (
          <>
            <Button look="primary" onPress={() => reportCall(open.id, 'reached')} testId="call-reached">
              {t('callBack.reached')}
            </Button>
            <Button onPress={() => openDialog({ kind: 'callBack', conversationId: open.id, again: true })} testId="call-again">
              {t('callBack.notReached')}
            </Button>
            <Button onPress={() => reportCall(open.id, 'cancelled')} testId="call-cancelled">
              {t('callBack.cancel')}
            </Button>
          </>
        )}
        <Button look="quiet" onPress={() => void openConversation(callBack.originConversationId)} testId="call-origin">
          {t('callBack.origin')}
        </Button>
      </div>
    </section>
  );
}

function readBody(json: string | undefined): { readonly number: string; readonly about: string } | undefined {
  if (json === undefined) return undefined;
  const body = callBackBodySchema.safeParse(JSON.parse(json));
  return body.success ? body.data : undefined;
}
