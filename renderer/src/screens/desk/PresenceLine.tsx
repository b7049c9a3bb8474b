import type { ReactNode } from 'react';
import { useNow } from '../../hooks/ticker.ts';
import { useConversation } from '../../store/conversation.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

/** Presence is told again while it lasts; without news for this long it is over. */
const STALE_MS = 60_000;

/** Who else is looking at this, and who is writing. */
export function PresenceLine(): ReactNode {
  const { t, f } = useText();
  const here = useConversation((state) => state.here);
  const center = useCenter();
  const now = useNow(5_000);
  const live = [...here].filter(([, presence]) => now - presence.at < STALE_MS);
  if (live.length === 0) return null;
  const typing = live.filter(([, presence]) => presence.typing).map(([agentId]) => agentShort(center, agentId));
  const reading = live.filter(([, presence]) => !presence.typing).map(([agentId]) => agentShort(center, agentId));
  return (
    <p className="presence" aria-live="polite" data-testid="presence">
      {typing.length > 0 && <span className="presence-typing">{t('presence.typing', f.list(typing))}</span>}
      {reading.length > 0 && <span>{t('presence.here', f.list(reading))}</span>}
    </p>
  );
}
