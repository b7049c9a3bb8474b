import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { setState } from '../../store/agent-state.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** Two offers missed: nothing new comes until the person says they are back. */
export function NotResponding(): ReactNode {
  const { t } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const missing = useCenter((state) => state.agents.get(me)?.state === 'notResponding');
  if (!missing) return null;
  return (
    <div className="guard guard-amber" role="alert" data-testid="not-responding">
      <p>{t('notResponding.text')}</p>
      <Button isSmall look="primary" onPress={() => void setState('available')}>
        {t('notResponding.back')}
      </Button>
    </div>
  );
}
