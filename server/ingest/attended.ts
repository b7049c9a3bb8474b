import type { InboundPost } from '../../shared/domain/inbound.ts';
import { LONGEST_READ } from '../../shared/text/longest-read.ts';
import { signalsOf, specialMailOf } from '../../shared/text/signals.ts';

/**
 * A post as it is to be attended to: what a machine sent counts as a person's where it speaks of danger (R11) or is a special letter (R13): portals of courts, lawyers
 * and offices send that way. A circular must speak of danger; what came round or came back stays what it is.
 */
export function attended(post: InboundPost): InboundPost {
  if (post.direction !== 'in' || (post.automatic !== 'autoReply' && post.automatic !== 'list')) return post;
  const text = `${post.subject ?? ''}\n${post.text}`.slice(0, LONGEST_READ);
  if (!signalsOf(text).some((one) => one.kind === 'danger') && (post.automatic === 'list' || specialMailOf(text).length === 0)) return post;
  const { automatic: _machine, ...asPerson } = post;
  return asPerson;
}
