import { useMemo, type ReactNode } from 'react';
import { useText } from '../text/index.tsx';
import { splitText, type TextPart } from './plain-text.ts';

export interface PlainTextProps {
  readonly text: string;
  /** Ends with the initials of a colleague, shown apart. */
  readonly signed?: boolean | undefined;
  readonly onOpenLink: (url: string) => void;
}

/** Text by strangers, shown and never interpreted: links open only through a button, hidden signs are made visible. */
export function PlainText({ text, signed = false, onOpenLink }: PlainTextProps): ReactNode {
  const parts = useMemo(() => splitText(text, { signed }), [text, signed]);
  return (
    <span className="plain-text" dir="auto">
      {parts.map((part, place) => (
        <Part key={place} part={part} onOpenLink={onOpenLink} />
      ))}
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
