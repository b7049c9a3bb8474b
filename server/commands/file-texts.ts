import type { Attachment } from '../../shared/domain/message-parts.ts';
import type { AnswerFile } from '../../shared/domain/message-parts.ts';

/** The sealed texts of a reply: the frozen whole, then its parts; the first part, or each file's own, names the files by their refs, so that the thread shows them. `staying`: files of what is corrected. */
export function partTexts(texts: readonly string[], files: readonly AnswerFile[] | undefined, refs: readonly string[] | undefined, staying: readonly Attachment[] = [], areApart = false): readonly string[] {
  if (staying.length > 0) return texts.map((text) => JSON.stringify({ ...(JSON.parse(text) as object), attachments: staying }));
  if (files === undefined || refs === undefined) return texts;
  const attachments = files.map(({ digest, ...file }, i): Attachment => ({ ...file, remoteId: digest, contentRef: refs[i] }));
  // A part that is its file shows the file alone.
  if (areApart) return texts.map((text, i) => (i === 0 || i < texts.length - files.length ? text : JSON.stringify({ text: '', attachments: attachments.slice(i - texts.length + files.length).slice(0, 1) })));
  return texts.map((text, i) => (i === 1 ? JSON.stringify({ ...(JSON.parse(text) as object), attachments }) : text));
}
