import { SandboxError } from './errors.ts';
import type { z } from 'zod';
import type { Platform } from './platform.ts';
import { accountInputSchema, importedPostSchema, type importSchema, read } from './schemas.ts';

export interface ImportResult {
  accounts: number;
  imported: number;
  /** Placeholders that now have their post. */
  filled: number;
  duplicates: number;
  rejected: number;
  rejectedBy: Record<string, number>;
  firstRejections: { index: number; part: 'accounts' | 'posts'; code: string; message: string }[];
}

/** Takes history in bulk. One bad row is counted and named; the others go in. Known ids are duplicates and stay as they are. */
export function importAll(platform: Platform, body: z.infer<typeof importSchema>): ImportResult {
  const result: ImportResult = { accounts: 0, imported: 0, filled: 0, duplicates: 0, rejected: 0, rejectedBy: {}, firstRejections: [] };
  const each = (part: 'accounts' | 'posts', rows: readonly unknown[], take: (row: unknown) => void): void => {
    for (const [index, row] of rows.entries()) {
      try {
        take(row);
      } catch (error) {
        if (!(error instanceof SandboxError) || error.code === 'STORAGE_FAILED') throw error;
        result.rejected += 1;
        result.rejectedBy[error.code] = (result.rejectedBy[error.code] ?? 0) + 1;
        if (result.firstRejections.length < 20) result.firstRejections.push({ index, part, code: error.code, message: error.message });
      }
    }
  };
  each('accounts', body.accounts, (row) => {
    platform.putAccount(read(accountInputSchema, row));
    result.accounts += 1;
  });
  each('posts', body.posts, (row) => {
    const outcome = importPost(platform, read(importedPostSchema, row), body.announce);
    result[outcome] += 1;
  });
  return result;
}

function importPost(platform: Platform, row: z.infer<typeof importedPostSchema>, announce: boolean): 'imported' | 'filled' | 'duplicates' {
  const { store } = platform;
  const held = store.posts.get(row.id);
  if (held !== undefined && !held.placeholder) return 'duplicates';
  const author = store.account(row.author);
  if (author === undefined) throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'author' });
  const recipient = row.recipient === undefined || row.recipient === null ? undefined : store.account(row.recipient);
  if (row.visibility === 'private' && (recipient === undefined || recipient === author || held !== undefined)) throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'recipient' });
  const inReplyTo = row.inReplyTo ?? null;
  const parent = inReplyTo === null ? undefined : store.posts.get(inReplyTo);
  if (inReplyTo === row.id || (inReplyTo !== null && held !== undefined && store.isAbove(row.id, inReplyTo))) throw new SandboxError('REPLY_CYCLE', { field: 'inReplyTo' });
  if (row.visibility === 'public' && parent?.visibility === 'private') throw new SandboxError('VISIBILITY_MISMATCH', { field: 'inReplyTo' });
  platform.ledger.write({
    t: 'post',
    post: {
      id: row.id,
      author: author.handle,
      text: row.text,
      inReplyTo,
      visibility: row.visibility,
      recipient: row.visibility === 'private' ? (recipient?.handle ?? null) : null,
      persona: row.persona ?? null,
      createdAtMs: Date.parse(row.createdAt),
    },
    storedAtMs: platform.now(),
    announce,
    imported: true,
    key: null,
  });
  return held === undefined ? 'imported' : 'filled';
}
