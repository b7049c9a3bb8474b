import { fileProblem, mediaFor, type FileProblem } from '../../../shared/channels/file-rules.ts';
import type { ChannelDescriptor, MediaLimits } from '../../../shared/channels/index.ts';
import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';
import { call } from '../bridge/index.ts';
import { compose, compositionOf, write, type ComposerMode } from './composer.ts';
import { currentTexts, showFailure } from './errors.ts';
import { announce } from './ui.ts';

/** Bytes at a time over the bridge. */
const PIECE = 240_000;

/** What goes with an answer in this mode; absent: nothing does. `opensPrivate`: what is answered stands in public. */
export function limitsOf(descriptor: ChannelDescriptor | undefined, mode: ComposerMode, opensPrivate: boolean): MediaLimits | undefined {
  return mode === 'note' ? undefined : mediaFor(descriptor, mode, opensPrivate && mode === 'private' && descriptor?.oneShotPrivateReply !== undefined);
}

/** Why these files cannot go now. */
export function filesProblem(descriptor: ChannelDescriptor | undefined, mode: ComposerMode, opensPrivate: boolean, files: readonly AnswerFile[]): FileProblem | undefined {
  return mode === 'note' ? undefined : fileProblem(limitsOf(descriptor, mode, opensPrivate), files);
}

/** Hands files to the desk program, one after the other; each is on its disk before it stands in the composer. */
export async function addFiles(conversationId: string, visibility: Visibility, files: readonly File[]): Promise<void> {
  for (const file of files) {
    compose(conversationId, { adding: compositionOf(conversationId).adding + 1 });
    try {
      const kept = await bring(conversationId, visibility, file);
      const { files: before } = compositionOf(conversationId);
      if (!before.some(({ digest }) => digest === kept.digest)) write(conversationId, { files: [...before, kept] });
      announce(currentTexts().t('files.added', kept.name));
    } catch (error) {
      showFailure(error);
    } finally {
      compose(conversationId, { adding: Math.max(0, compositionOf(conversationId).adding - 1) });
    }
  }
}

export function removeFile(conversationId: string, digest: string): void {
  const { files } = compositionOf(conversationId);
  const gone = files.find((file) => file.digest === digest);
  if (gone === undefined) return;
  write(conversationId, { files: files.filter((file) => file !== gone) });
  announce(currentTexts().t('files.removed', gone.name));
}

export function describeFile(conversationId: string, digest: string, alt: string): void {
  const { files } = compositionOf(conversationId);
  write(conversationId, {
    files: files.map((file) => {
      if (file.digest !== digest) return file;
      const { alt: _before, ...rest } = file;
      return alt === '' ? rest : { ...rest, alt };
    }),
  });
}

async function bring(conversationId: string, visibility: Visibility, file: File): Promise<AnswerFile> {
  const uploadId = crypto.randomUUID();
  for (let offset = 0; ; offset += PIECE) {
    const piece = new Uint8Array(await file.slice(offset, offset + PIECE).arrayBuffer());
    const result = await call('draft.addFile', { conversationId, visibility, uploadId, name: file.name.slice(0, 500) || 'file', mediaType: file.type.slice(0, 200), bytes: file.size, offset, base64: toBase64(piece) });
    if (result.file !== null) return result.file;
  }
}

function toBase64(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8_192) letters += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(letters);
}
