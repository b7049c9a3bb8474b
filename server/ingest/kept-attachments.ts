import type { Message } from '../../shared/domain/message.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { Attachment } from '../../shared/domain/message-parts.ts';

/** The files a message names: other words do not take them away. */
export async function attachmentsOf(message: Pick<Message, 'bodyRef' | 'contentRefs'>, readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<readonly Attachment[]> {
  if (message.contentRefs === undefined) return [];
  const raw = (await readTexts([message.bodyRef])).get(message.bodyRef);
  if (raw === undefined) return [];
  const body = messageBodySchema.safeParse(JSON.parse(raw));
  return body.success ? (body.data.attachments ?? []) : [];
}

/** A new text with the files that stay. */
export const withAttachments = (text: string, attachments: readonly Attachment[]): string => JSON.stringify(attachments.length === 0 ? { text } : { text, attachments });
