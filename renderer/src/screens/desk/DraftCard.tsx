import type { ReactNode } from 'react';
import type { DraftView } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { takeOverDraft, type Composition } from '../../store/composer.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { openLink } from './ThreadView.tsx';

/** What somebody else began here, or an own answer that lost its right to go: shown, and taken over only by hand. */
export function DraftCard({
  draft,
  composition,
  canWrite,
}: {
  readonly draft: DraftView | null;
  readonly composition: Composition;
  readonly canWrite: boolean;
}): ReactNode {
  const { t, f } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const center = useCenter();
  const now = useMinute();
  if (draft === null || draft.text === '' || draft.text === composition.text) return null;
  const own = draft.byAgentId === me;
  if (own && draft.origin !== 'lostLease') return null;
  return (
    <aside className="draft-card" aria-label={t('draft.label')} data-testid="draft-card">
      <header>
        <strong>{draft.origin === 'lostLease' ? t('draft.lostLease') : t('draft.of', agentShort(center, draft.byAgentId))}</strong>
        <span className="muted">
          {f.moment(draft.savedAt, now)} · {t(draft.visibility === 'public' ? 'visibility.public' : 'visibility.private')}
        </span>
      </header>
      <p className="draft-text">
        <PlainText text={draft.text} onOpenLink={openLink} />
      </p>
      {canWrite && (
        <Button isSmall onPress={() => takeOverDraft(draft.conversationId, draft)} testId="draft-take-over">
          {composition.text === '' ? t('draft.takeOver') : t('draft.replaceMine')}
        </Button>
      )}
    </aside>
  );
}
