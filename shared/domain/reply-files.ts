import type { AnswerFile } from './message-parts.ts';
import type { FrozenReply } from './reply.ts';

/** What of a frozen answer says where its files go. */
export interface FilesOfReply {
  readonly parts: readonly string[];
  readonly files?: readonly AnswerFile[] | undefined;
  readonly filesApart?: true | undefined;
}

/** The files that go with this part (0 first): with the first one all of them, or, where each is a message of its own, the one that this part is. */
export function filesOfPart(frozen: FilesOfReply, part: number): readonly AnswerFile[] {
  const files = frozen.files ?? [];
  if (frozen.filesApart !== true) return part === 0 ? files : [];
  const at = part - (frozen.parts.length - files.length);
  return at < 0 ? [] : files.slice(at, at + 1);
}

/** True for a part that is nothing but its file. */
export const isFilePart = (frozen: FilesOfReply, part: number): boolean => frozen.filesApart === true && filesOfPart(frozen, part).length > 0;

/** The parts a person wrote: without those that are files. */
export const wordParts = (frozen: FilesOfReply): readonly string[] => (frozen.filesApart === true ? frozen.parts.slice(0, frozen.parts.length - (frozen.files?.length ?? 0)) : frozen.parts);

/** What is left of an answer whose first `sent` parts are out. */
export function restOfParts(frozen: FrozenReply, sent: number): FrozenReply {
  const { files: _files, filesApart: _apart, ...words } = frozen;
  const parts = frozen.parts.slice(sent);
  const left = frozen.filesApart === true ? (frozen.files ?? []).slice(-parts.length) : [];
  return { ...words, parts, ...(left.length === 0 ? {} : { files: left, filesApart: true as const }) };
}
