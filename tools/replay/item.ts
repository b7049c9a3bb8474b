import type { ErrorCode } from '../../shared/util/errors.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';

/** A row that cannot become a message. `row` counts data rows from 1. */
export interface RejectedRow {
  readonly row: number;
  readonly code: ErrorCode;
  readonly field?: string | undefined;
  readonly detail: string;
}

export class RowError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, field: string | undefined, detail: string) {
    super(detail);
    this.code = code;
    this.field = field;
  }
}

/** A message on its way, with the thread it stands in within the file. */
export interface ReplayItem {
  readonly message: InboundMessage;
  /** Names the thread among the file's threads. */
  readonly thread: string;
  /** Ms; never before the message it answers. */
  readonly at: number;
}

/** A whole input, read and put in order: threads one after the other, parents before children. */
export interface ReplayInput {
  /** Data rows seen, whatever became of them. */
  readonly read: number;
  readonly items: readonly ReplayItem[];
  /** Rows whose id stood in the file before. */
  readonly duplicates: number;
  readonly rejected: readonly RejectedRow[];
}
