import type { Attachment } from '../../shared/domain/message-parts.ts';
import type { AnswerFile } from '../../shared/domain/message-parts.ts';

/** The sealed texts of a reply: the frozen whole, then its parts; the first part names the files by their refs, so that the thread shows them. `staying`: files of what is corrected. */
export function partTexts(texts: readonly string[], files: readonly AnswerFile[] | undefined, refs: readonly string[] | undefined, staying: readonly Attachment[] = []): readonly string[] {
  if (staying.length > 0) return texts.map((text) => JSON.stringify({ ...(JSON.parse(text) as object), attachments: staying }));
  if (files === undefined || refs === undefined) return texts;
  const attachments = files.map(({ digest, ...file }, i): Attachment => ({ ...file, remoteId: digest, contentRef: refs[i] }));
  return texts.map((text, i) => (i === 1 ? JSON.stringify({ ...(JSON.parse(text) as object), attachments }) : text));
}
