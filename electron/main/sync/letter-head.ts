import { messageBodySchema } from '../../../shared/domain/message.ts';
import { answerTo } from '../../../shared/channels/letter-head.ts';
import type { FrozenReply } from '../../../shared/domain/reply.ts';

/** What a letter takes from the one it answers: its subject, and the ids that keep both in one thread. `bodyText`: the answered message's sealed text, as JSON. */
export function letterHead(repliedRemoteId: string | undefined, bodyText: string | undefined): Pick<FrozenReply, 'subject' | 'references'> {
  const parsed = bodyText === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(bodyText));
  const body = parsed?.success === true ? parsed.data : undefined;
  const references = [...(body?.references ?? []), ...(repliedRemoteId === undefined ? [] : [repliedRemoteId])].slice(-100);
  const subject = body?.subject === undefined || body.subject.trim() === '' ? undefined : answerTo(body.subject);
  return { ...(subject === undefined ? {} : { subject }), ...(references.length === 0 ? {} : { references }) };
}
