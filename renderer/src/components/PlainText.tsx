import { useMemo, type ReactNode } from 'react';
import { useText } from '../text/index.tsx';
import { markParts, splitText, type TextPart } from './plain-text.ts';

export interface PlainTextProps {
  readonly text: string;
  /** Ends with the initials of a colleague, shown apart. */
  readonly signed?: boolean | undefined;
  /** Words to be marked: flat pairs of places in `text`. */
  readonly marks?: readonly number[] | undefined;
  readonly onOpenLink: (url: string) => void;
}

/** Text by strangers, shown and never interpreted: links open only through a button, hidden signs are made visible. */
export function PlainText({ text, signed = false, marks, onOpenLink }: PlainTextProps): ReactNode {
  const parts = useMemo(() => markParts(text, splitText(text, { signed }), marks ?? []), [text, signed, marks]);
  return (
    <span className="plain-text" dir="auto">
      {parts.map(({ part, isMarked }, place) =>
        isMarked ? (
          <mark key={place} className="read-mark">
            <Part part={part} onOpenLink={onOpenLink} />
          </mark>
        ) : (
          <Part key={place} part={part} onOpenLink={onOpenLink} />
        ),
      )}
    </span>
  );
}

function Part({ part, onOpenLink }: { readonly part: TextPart; readonly onOpenLink: (url: string) => void }): ReactNode {
  const { t } = useText();
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'mention':
      return <span className="mention">{part.text}</span>;
    case 'signature':
      return (
        <>
          {' '}
          <span className="signature">{part.text}</span>
        </>
      );
    case 'hidden':
      return (
        <span className="hidden-sign" title={t('text.hiddenSign', part.code)}>
          {part.name}
        </span>
      );
    case 'link':
      return (
        <span className="plain-link">
          {part.text}{' '}
          <button type="button" className="link-button" onClick={() => onOpenLink(part.url)} aria-label={t('text.openLink', part.url)}>
            {t('text.open')}
          </button>
        </span>
      );
  }
}
