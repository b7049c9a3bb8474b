import type { ReactNode } from 'react';
import type { Media } from '../../../../shared/domain/message-parts.ts';
import { Icon } from '../../components/Icon.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useNow } from '../../hooks/ticker.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { mayPutRight } from '../../store/put-right.ts';
import { useCenter } from '../../store/rows.ts';
import type { ThreadMessage } from '../../store/thread-model.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

export interface PostPartsProps {
  readonly message: ThreadMessage;
  readonly conversationId: string;
  readonly channel: string | undefined;
  readonly isOwner: boolean;
  readonly onJump: (messageId: string) => void;
  readonly onOpenLink: (url: string) => void;
}

/** D12, D13: whom a post names, what it quotes and shows, and what we did to put our own right. */
export function PostParts({ message, conversationId, channel, isOwner, onJump, onOpenLink }: PostPartsProps): ReactNode {
  const { t } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const lead = useDesk((state) => isLead(state.session));
  const { post, change } = message;
  const canPutRight = channel !== undefined && mayPutRight(message, channel, { agentId: me, isLead: lead, isOwner });
  return (
    <>
      {post !== undefined && post.mentions.length > 0 && (
        <p className="post-to" data-testid="post-mentions">
          {t('post.to', post.mentions.map(showHidden).join(', '))}
        </p>
      )}
      {post?.quoted !== undefined && <Quote quoted={post.quoted} onJump={onJump} />}
      {post !== undefined && post.media.length > 0 && (
        <ul className="post-media" aria-label={t('post.media')} data-testid="post-media">
          {post.media.map((media, place) => (
            <li key={place}>
              <MediaLine media={media} onOpenLink={onOpenLink} />
            </li>
          ))}
        </ul>
      )}
      {change !== undefined && <ChangeLine change={change} />}
      {canPutRight && (
        <button type="button" className="link-button post-put-right" data-testid="put-right" onClick={() => openDialog({ kind: 'putRight', conversationId, messageId: message.id, text: message.text ?? '' })}>
          {t(change?.state === 'failed' || change?.state === 'unclear' ? 'putRight.again' : 'putRight.action')}
        </button>
      )}
    </>
  );
}

function Quote({ quoted, onJump }: { readonly quoted: NonNullable<NonNullable<ThreadMessage['post']>['quoted']>; readonly onJump: (messageId: string) => void }): ReactNode {
  const { t } = useText();
  const { messageId } = quoted;
  if (messageId === undefined) return <p className="post-quote muted">{t('post.quotesGone')}</p>;
  return (
    <blockquote className="post-quote" data-testid="post-quote">
      <button type="button" className="link-button" onClick={() => onJump(messageId)}>
        {t('post.quotes', showHidden(quoted.name))}
      </button>{' '}
      {showHidden(quoted.text.slice(0, 280))}
    </blockquote>
  );
}

/** Nothing is fetched from a stranger's server by itself: a picture is named by what it shows, and opened in the browser. */
function MediaLine({ media, onOpenLink }: { readonly media: Media; readonly onOpenLink: (url: string) => void }): ReactNode {
  const { t } = useText();
  const { url } = media;
  const what = t(`post.media.${media.kind}`);
  const shown = media.title ?? media.alt ?? '';
  return (
    <>
      <strong>{what}</strong>
      {media.sensitive === true && <em> ({t('post.sensitive')})</em>}
      {shown !== '' && <span> {showHidden(shown)}</span>}{' '}
      {url !== undefined && (
        <button type="button" className="link-button" onClick={() => onOpenLink(url)} aria-label={t('post.open', what)}>
          {t('text.open')}
        </button>
      )}
    </>
  );
}

function ChangeLine({ change }: { readonly change: NonNullable<ThreadMessage['change']> }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useNow(60_000);
  const who = agentShort(center, change.agentId);
  const time = f.time(change.endedAt ?? change.at);
  const words =
    change.state === 'done'
      ? t(change.kind === 'delete' ? 'putRight.state.deleted' : 'putRight.state.corrected', who, time)
      : change.state === 'allowed'
        ? t('putRight.state.allowed', who, time)
        : t(change.state === 'failed' ? 'putRight.state.failed' : 'putRight.state.unclear', time);
  return (
    <p className={`post-change${change.state === 'failed' || change.state === 'unclear' ? ' tone-bad' : ''}`} data-testid="put-right-state" data-state={change.state} role="status">
      <Icon name={change.state === 'done' ? 'check' : 'warn'} size={12} /> {words} · {t(`putRight.why.${change.reason}`)}
      {change.failure !== undefined && <> · {showHidden(change.failure.detail)}</>}
      {change.breachDueAt !== undefined && <strong> · {t('putRight.breachDue', f.moment(change.breachDueAt, now))}</strong>}
    </p>
  );
}
