import { memo, type ReactNode } from 'react';
import type { Visibility } from '../../../shared/domain/channel.ts';
import { useMinute } from '../hooks/ticker.ts';
import { useText } from '../text/index.tsx';
import { Avatar } from './Avatar.tsx';
import { Button, type ButtonLook } from './Button.tsx';
import { Countdown } from './DueRing.tsx';
import { Icon } from './Icon.tsx';
import { showHidden } from './plain-text.ts';
import { PlainText } from './PlainText.tsx';

export interface BubbleState {
  readonly tone: 'wait' | 'good' | 'bad' | 'unclear';
  readonly label: string;
  readonly detail?: string | undefined;
  /** Counts down to here. */
  readonly until?: number | undefined;
  readonly actions: readonly { readonly id: string; readonly label: string; readonly look?: ButtonLook }[];
}

export interface MessageBubbleProps {
  readonly id: string;
  readonly side: 'in' | 'out';
  readonly at: number;
  readonly text: string | undefined;
  readonly url: string | undefined;
  readonly language: string | undefined;
  readonly isOwn: boolean;
  readonly author: string;
  readonly handle: string;
  readonly tone: number;
  readonly visibility: Visibility;
  readonly replyTo: { readonly messageId: string; readonly name: string } | undefined;
  readonly editedAt: number | undefined;
  readonly deletedAt: number | undefined;
  readonly state: BubbleState | undefined;
  /** It has been on the other side's screen, where that is known. */
  readonly isSeen?: boolean | undefined;
  /** Subject, files, quotations: what the channel brought beside the words. Above and below them. */
  readonly above?: ReactNode | undefined;
  readonly below?: ReactNode | undefined;
  /** Words a verdict rests on, marked: flat pairs of places in `text`. */
  readonly marks?: readonly number[] | undefined;
  readonly isAddressee: boolean;
  readonly canAddress: boolean;
  readonly onAddress: (id: string) => void;
  readonly onJump: (id: string) => void;
  readonly onOpenLink: (url: string) => void;
  readonly onAction: (id: string, action: string) => void;
}

/** What one person said, or what we answered. Others' parts of the thread stand back but stay readable. */
export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const { id, side, author, handle, tone, visibility, deletedAt, editedAt, state, replyTo } = props;
  const classes = [
    'bubble',
    `bubble-${side}`,
    props.isOwn ? 'is-own' : 'is-other',
    `is-${visibility}`,
    props.isAddressee ? 'is-addressee' : '',
    state === undefined ? '' : `state-${state.tone}`,
  ];
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      id={`message-${id}`}
      aria-label={t('message.label', showHidden(author), f.time(props.at))}
      data-testid="message"
      data-own={props.isOwn}
      data-side={side}
    >
      {side === 'in' && <Avatar name={author || handle} tone={tone} />}
      <div className="bubble-body">
        <header className="bubble-head">
          <strong className={`bubble-author ink-${tone}`}>{showHidden(author)}</strong>
          {handle !== '' && handle !== author && <span>{showHidden(handle)}</span>}
          <span className={`bubble-visibility is-${visibility}`}>
            <Icon name={visibility === 'public' ? 'globe' : 'lock'} size={12} />
            {t(visibility === 'public' ? 'visibility.public' : 'visibility.private')}
          </span>
          <time dateTime={new Date(props.at).toISOString()}>{f.time(props.at)}</time>
          {editedAt !== undefined && <em>{t('message.edited', f.time(editedAt))}</em>}
        </header>
        {replyTo !== undefined && (
          <button type="button" className="reply-to" onClick={() => props.onJump(replyTo.messageId)}>
            <Icon name="reply" size={12} />
            {t('message.replyTo', showHidden(replyTo.name))}
          </button>
        )}
        {props.above}
        {deletedAt === undefined ? (
          <div className="bubble-text" {...(props.language === undefined ? {} : { lang: props.language })}>
            {props.text === undefined ? (
              <em className="muted">{t('message.noText')}</em>
            ) : (
              <PlainText text={props.text} signed={side === 'out'} marks={props.marks} onOpenLink={props.onOpenLink} />
            )}
          </div>
        ) : (
          <div className="bubble-gone">{t('message.deleted', f.moment(deletedAt, now))}</div>
        )}
        {props.below}
        {state !== undefined && <StateLine state={state} onAction={(action) => props.onAction(id, action)} />}
        <footer className="bubble-foot">
          {props.isSeen === true && (
            <span className="muted" data-testid="message-seen">
              {t('visitor.seen')}
            </span>
          )}
          {props.canAddress && deletedAt === undefined && (
            <button type="button" className="link-button" onClick={() => props.onAddress(id)} aria-pressed={props.isAddressee}>
              {props.isAddressee ? t('message.isAddressee') : t('message.address')}
            </button>
          )}
          {props.url !== undefined && deletedAt === undefined && (
            <button type="button" className="link-button" onClick={() => props.onOpenLink(props.url ?? '')}>
              {t('message.original')}
            </button>
          )}
        </footer>
      </div>
    </article>
  );
});

/** Where an own answer stands, why, and what can be done about it. */
export function StateLine({ state, onAction }: { readonly state: BubbleState; readonly onAction: (action: string) => void }): ReactNode {
  return (
    <div className={`state-line state-${state.tone}`} data-testid="reply-state">
      <Icon name={state.tone === 'good' ? 'check' : state.tone === 'wait' ? 'outbox' : 'warn'} size={13} />
      <span className="state-text">
        <strong>{state.label}</strong>
        {state.until !== undefined && (
          <>
            {' '}
            <Countdown until={state.until} />
          </>
        )}
        {state.detail !== undefined && <> · {state.detail}</>}
      </span>
      {state.actions.map((action) => (
        <Button key={action.id} isSmall look={action.look ?? 'plain'} onPress={() => onAction(action.id)} testId={`reply-${action.id}`}>
          {action.label}
        </Button>
      ))}
    </div>
  );
}

/** A remark for colleagues; customers never see it. */
export function NoteBubble({
  author,
  at,
  text,
  onOpenLink,
}: {
  readonly author: string;
  readonly at: number;
  readonly text: string;
  readonly onOpenLink: (url: string) => void;
}): ReactNode {
  const { t, f } = useText();
  return (
    <article className="bubble bubble-out bubble-note" aria-label={t('note.label', author, f.time(at))} data-testid="note">
      <div className="bubble-body">
        <header className="bubble-head">
          <Icon name="note" size={12} />
          <strong>{t('note.title')}</strong>
          <span>{author}</span>
          <time dateTime={new Date(at).toISOString()}>{f.time(at)}</time>
        </header>
        <div className="bubble-text">
          <PlainText text={text} onOpenLink={onOpenLink} />
        </div>
      </div>
    </article>
  );
}
