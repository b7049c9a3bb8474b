import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { countOutbox, useDesk } from '../store/desk.ts';
import { showScreen } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

/** What of my answers has not arrived yet; silent when there is nothing. */
export function OutboxPill(): ReactNode {
  const { t } = useText();
  const outbox = useDesk((state) => state.outbox);
  const { waiting, unclear, failed } = countOutbox(outbox);
  const online = useDesk((state) => state.connection.kind === 'online');
  if (waiting + unclear + failed === 0) return null;
  // Offline the connection beside it already says what waits and what is unclear.
  const parts = !online
    ? [t('outbox.pill', waiting + unclear + failed)]
    : [
        waiting > 0 ? t('outbox.pill', waiting) : '',
        unclear > 0 ? t('connection.unclear', unclear) : '',
        failed > 0 ? t('outbox.failed', failed) : '',
      ].filter(Boolean);
  return (
    <Button
      className={`pill pill-button ${unclear + failed > 0 ? 'pill-red' : 'pill-amber'}`}
      onPress={() => showScreen('outbox')}
      data-testid="outbox-pill"
    >
      {parts.join(' · ')}
    </Button>
  );
}
