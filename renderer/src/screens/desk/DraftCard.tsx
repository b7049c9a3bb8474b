import type { ReactNode } from 'react';
import type { DraftView } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { takeOverDraft, type Composition } from '../../store/composer.ts';
import { explain } from '../../store/errors.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';
import { openLink } from '../../store/open-link.ts';

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
  const texts = useText();
  const { t, f } = texts;
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const center = useCenter();
  const now = useMinute();
  const lost = useDesk((state) => (draft?.fromReplyId === undefined ? undefined : state.outbox.get(draft.fromReplyId)));
  if (draft === null || draft.text === '' || draft.text === composition.text) return null;
  const own = draft.byAgentId === me;
  if (own && draft.origin !== 'lostLease') return null;
  const rescued = draft.fromReplyId !== undefined;
  const why =
    lost?.state.kind === 'becameDraft'
      ? explain(texts, { code: lost.state.code, message: lost.state.detail })
      : rescued && !own
        ? t('draft.rescuedWhy')
        : undefined;
  return (
    <aside className="draft-card" aria-label={t('draft.label')} data-testid="draft-card">
      <header>
        <strong>
          {draft.origin === 'lostLease'
            ? t(why === undefined ? 'draft.lostLease' : 'draft.notSent')
            : t(rescued ? 'draft.rescued' : 'draft.of', agentShort(center, draft.byAgentId))}
        </strong>
        <span className="muted">
          {f.moment(draft.savedAt, now)} · {t(draft.visibility === 'public' ? 'visibility.public' : 'visibility.private')}
        </span>
      </header>
      {why !== undefined && (
        <p className="draft-why" data-testid="draft-why">
          {why}
        </p>
      )}
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
