import { useState, type ReactNode } from 'react';
import type { Attachment } from '../../../../shared/domain/message-parts.ts';
import { call } from '../../bridge/index.ts';
import { showHidden } from '../../components/plain-text.ts';
import { PlainText } from '../../components/PlainText.tsx';
import type { MessageMore } from '../../store/thread-model.ts';
import { isMarked, picturesOf } from '../../store/veil.ts';
import { sizeOf } from '../../text/size.ts';
import { useText } from '../../text/index.tsx';
import { Picture } from './Picture.tsx';

/** Subject of a letter, and whether a machine wrote it. */
export function MessageHead({ more }: { readonly more: MessageMore }): ReactNode {
  const { t } = useText();
  return (
    <>
      {more.automatic !== undefined && (
        <p className="message-automatic" data-testid="message-automatic">
          {t(`message.automatic.${more.automatic}`)}
        </p>
      )}
      {more.subject !== undefined && (
        <p className="message-subject" data-testid="message-subject">
          {showHidden(more.subject)}
        </p>
      )}
    </>
  );
}

/** Quotations, the letter's own form, and its files: each only when asked for. Nothing opens by itself. */
export function MessageParts({ messageId, more, onOpenLink }: { readonly messageId: string; readonly more: MessageMore; readonly onOpenLink: (url: string) => void }): ReactNode {
  const { t } = useText();
  const [isWhole, setWhole] = useState(false);
  const [html, setHtml] = useState<string>();
  const [problem, setProblem] = useState(false);
  const { fullText, htmlRef, attachments } = more;

  const toggleHtml = (): void => {
    if (html !== undefined || htmlRef === undefined) return setHtml(undefined);
    setProblem(false);
    call('message.content', { messageId, ref: htmlRef, as: 'html' }).then((content) => setHtml(content.kind === 'html' ? content.html : undefined), () => setProblem(true));
  };
  const save = (file: Attachment): void => {
    if (file.contentRef === undefined) return;
    setProblem(false);
    call('message.content', { messageId, ref: file.contentRef, as: 'file' }).then((content) => content.kind === 'file' && saveAs(file.name, content.base64), () => setProblem(true));
  };
  return (
    <div className="message-parts">
      {isWhole && fullText !== undefined && (
        <div className="message-whole" data-testid="message-whole">
          <PlainText text={fullText} onOpenLink={onOpenLink} />
        </div>
      )}
      {html !== undefined && <iframe className="message-html" data-testid="message-html" title={t('message.html')} sandbox="" referrerPolicy="no-referrer" srcDoc={framed(html)} />}
      {(fullText !== undefined || htmlRef !== undefined) && (
        <p className="message-views">
          {fullText !== undefined && (
            <button type="button" className="link-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {t(isWhole ? 'message.hideWhole' : 'message.showWhole')}
            </button>
          )}
          {htmlRef !== undefined && (
            <button type="button" className="link-button" aria-expanded={html !== undefined} onClick={toggleHtml}>
              {t(html === undefined ? 'message.showHtml' : 'message.hideHtml')}
            </button>
          )}
        </p>
      )}
      {picturesOf(attachments).map((file) => (
        <Picture key={file.remoteId} messageId={messageId} file={file} veil={isMarked(file) ? 'sensitive' : more.veil} />
      ))}
      {attachments.length > 0 && (
        <ul className="message-files" aria-label={t('message.files')} data-testid="message-files">
          {attachments.map((file) => (
            <li key={file.remoteId}>
              {file.contentRef === undefined ? (
                <span className="muted">{showHidden(file.name)}</span>
              ) : (
                <button type="button" className="link-button" onClick={() => save(file)}>
                  {showHidden(file.name)}
                </button>
              )}{' '}
              <span className="muted">
                {sizeOf(file.bytes)}
                {file.withheld !== undefined && <> · {t(`message.withheld.${file.withheld}`)}</>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p className="muted" role="status">
          {t('message.contentMissing')}
        </p>
      )}
    </div>
  );
}

/** A document of its own origin without scripts, under a policy that lets nothing be loaded. */
const framed = (html: string): string => `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body>${html}</body></html>`;

/** To the person's own folder, under its own name; it is a stranger's file, so its kind is not believed and nothing opens it. */
function saveAs(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[/\\:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, '_').slice(0, 150) || 'file';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
