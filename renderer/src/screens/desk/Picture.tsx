import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Attachment } from '../../../../shared/domain/message-parts.ts';
import { call } from '../../bridge/index.ts';
import { showHidden } from '../../components/plain-text.ts';
import type { Veil } from '../../store/veil.ts';
import { useText } from '../../text/index.tsx';

/** A veiled picture is drawn from so many points a side: no number in it can be read, or got back from the screen. */
const POINTS = 10;

/** A picture a customer sent. Veiled until somebody asks for it, by a click, by Enter or by its key; each for itself, and again with the next look. */
export function Picture({ messageId, file, veil }: { readonly messageId: string; readonly file: Attachment; readonly veil: Veil | undefined }): ReactNode {
  const { t } = useText();
  const [shown, setShown] = useState(veil === undefined);
  const [blob, setBlob] = useState<Blob>();
  const [problem, setProblem] = useState(false);
  const { contentRef } = file;
  useEffect(() => {
    if (contentRef === undefined) return undefined;
    let gone = false;
    call('message.content', { messageId, ref: contentRef, as: 'file' }).then(
      (content) => {
        if (!gone && content.kind === 'file') setBlob(new Blob([Uint8Array.from(atob(content.base64), (letter) => letter.charCodeAt(0))], { type: file.mediaType }));
      },
      () => !gone && setProblem(true),
    );
    return () => {
      gone = true;
    };
  }, [messageId, contentRef, file.mediaType]);
  const alt = file.alt ?? '';
  const name = alt === '' ? showHidden(file.name) : showHidden(alt);
  return (
    <figure className="picture" data-testid="picture">
      {!shown && veil !== undefined ? (
        <button type="button" className="picture-veil" data-veiled="true" data-testid="picture-veiled" onClick={() => setShown(true)}>
          {blob !== undefined && <Blurred blob={blob} />}
          <span className="picture-why">
            <strong>{t(`picture.veil.${veil}`)}</strong>
            <span>{t('picture.show', name)}</span>
          </span>
        </button>
      ) : blob === undefined ? (
        <p className="picture-empty muted" role="status">
          {t(problem ? 'message.contentMissing' : 'picture.loading')}
        </p>
      ) : (
        <Drawn blob={blob} alt={name} />
      )}
      <figcaption>
        {alt === '' ? <span className="muted">{t('picture.noAlt')}</span> : <>{showHidden(alt)}</>}
        {shown && veil !== undefined && (
          <>
            {' '}
            <button type="button" className="link-button" onClick={() => setShown(false)} data-testid="picture-hide">
              {t('picture.hide')}
            </button>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function Drawn({ blob, alt }: { readonly blob: Blob; readonly alt: string }): ReactNode {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (image.current !== null) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return <img ref={image} className="picture-drawn" alt={alt} data-testid="picture-drawn" />;
}

/** Colours and shapes alone, from a handful of points. */
function Blurred({ blob }: { readonly blob: Blob }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    createImageBitmap(blob, { resizeWidth: POINTS, resizeHeight: POINTS, resizeQuality: 'medium' }).then(
      (bitmap) => {
        if (!gone) canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
        bitmap.close();
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [blob]);
  return <canvas ref={canvas} className="picture-blurred" width={POINTS} height={POINTS} aria-hidden="true" />;
}
