import type { ReactNode } from 'react';
import { useNow } from '../../hooks/ticker.ts';
import { liveOf, useColleagues } from '../../store/colleagues.ts';
import { useConversation } from '../../store/conversation.ts';
import { useCenter } from '../../store/rows.ts';
import { isTyping, useVisitors } from '../../store/visitors.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** Who else is looking at this, and who is writing. */
export function PresenceLine(): ReactNode {
  const { t, f } = useText();
  const openId = useConversation((state) => state.openId);
  const here = useColleagues((state) => state.byId.get(openId ?? ''));
  const center = useCenter();
  const now = useNow(3_000);
  const live = liveOf(here, now);
  const visitor = useVisitors((state) => (openId === undefined ? undefined : state.byId.get(openId)));
  const visitorTypes = isTyping(visitor, now);
  if (live.length === 0 && !visitorTypes && visitor?.over !== true) return null;
  const named = (typing: boolean): string[] => live.filter((one) => one.typing === typing).map(({ agentId }) => agentShort(center, agentId));
  const [typing, reading] = [named(true), named(false)];
  return (
    <p className="presence" aria-live="polite" data-testid="presence">
      {visitorTypes && (
        <span className="presence-typing" data-testid="visitor-typing">
          {t('visitor.typing')}
        </span>
      )}
      {visitor?.over === true && <span data-testid="visitor-over">{t('visitor.overLong')}</span>}
      {typing.length > 0 && <span className="presence-typing">{t('presence.typing', f.list(typing))}</span>}
      {reading.length > 0 && <span>{t('presence.here', f.list(reading))}</span>}
    </p>
  );
}
