import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { setState } from '../store/agent-state.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

/** Set by the center, not by the person, so it must be seen: no more work comes until they are back. */
export function StateBanner(): ReactNode {
  const { t } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const online = useDesk((state) => state.connection.kind === 'online');
  const isMissing = useCenter((state) => state.agents.get(me)?.state === 'notResponding');
  if (!isMissing) return null;
  return (
    <div className="banner banner-amber state-banner" role="alert" data-testid="state-banner">
      <Icon name="warn" size={16} />
      <span>{t('stateBanner.notResponding')}</span>
      <Button look="primary" isSmall isDisabled={!online} onPress={() => void setState('available')} testId="available-again">
        {t('stateBanner.available')}
      </Button>
    </div>
  );
}
