import type { InboundPost } from '../../shared/domain/inbound.ts';
import { readUrgency } from './urgency.ts';

/**
 * A post as it is to be attended to: what a machine sent counts as a person's where it speaks of danger (R11) or is a special letter (R13): portals of courts, lawyers
 * and offices send that way. A circular must speak of danger; what came round or came back stays what it is.
 */
export function attended(post: InboundPost): InboundPost {
  if (post.direction !== 'in' || (post.automatic !== 'autoReply' && post.automatic !== 'list')) return post;
  const { isDanger, special } = readUrgency(`${post.subject ?? ''}\n${post.text}`, post.language);
  if (!isDanger && (special === undefined || post.automatic === 'list')) return post;
  const { automatic: _machine, ...asPerson } = post;
  return asPerson;
}
