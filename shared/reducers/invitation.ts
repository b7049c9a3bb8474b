import type { Invitation } from '../domain/invitation.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceInvitation(state: Invitation | undefined, event: CenterEvent): Invitation | undefined {
  if (event.type === 'invitation.made') return event.data;
  if (state === undefined) return undefined;
  if (event.type === 'invitation.revoked') return { ...state, revokedAt: event.data.at };
  return event.type === 'invitation.used' ? { ...state, usedAt: event.data.at } : state;
}
