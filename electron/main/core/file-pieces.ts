import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { DeskSync } from '../sync/desk-sync.ts';

const AT_ONCE = 4;

interface Upload {
  readonly bytes: Buffer;
  filled: number;
}

/** Files come from the screen in pieces, in order; a few at a time, the longest idle one is given up for a new one. */
export class FilePieces {
  readonly #uploads = new Map<string, Upload>();

  /** Throws INPUT_INVALID where a piece does not join, and what `AnswerFiles.add` throws. */
  take(sync: DeskSync, piece: IpcRequest<'draft.addFile'>): IpcResponse<'draft.addFile'> {
    const { uploadId, offset, bytes } = piece;
    const upload = offset === 0 ? { bytes: Buffer.alloc(bytes), filled: 0 } : this.#uploads.get(uploadId);
    const content = Buffer.from(piece.base64, 'base64');
    if (upload === undefined || upload.filled !== offset || upload.bytes.length !== bytes || content.length === 0 || offset + content.length > bytes) {
      this.#uploads.delete(uploadId);
      throw new CodedError('INPUT_INVALID', { field: 'offset', detail: 'This piece does not join.' });
    }
    content.copy(upload.bytes, offset);
    upload.filled += content.length;
    this.#uploads.delete(uploadId);
    if (upload.filled === bytes) return { file: sync.files.add(piece.conversationId, piece.visibility, piece, upload.bytes) };
    this.#uploads.set(uploadId, upload);
    if (this.#uploads.size > AT_ONCE) this.#uploads.delete(this.#uploads.keys().next().value ?? '');
    return { file: null };
  }
}
