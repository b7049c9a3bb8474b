import type { Behaviour } from '../../../support/fault-platform.ts';
import type { DeskPerson } from './desk.ts';
import type { SendingWorld } from './world.ts';

export interface SendingVerdict {
  /** The desk had said that it keeps the answer. */
  readonly accepted: number;
  /** Answers on the platforms, by their journals on disk. */
  readonly effects: number;
  /** Accepted, and neither on the platform nor back with the agent. */
  readonly lost: number;
  readonly doubled: number;
  /** On the platform, but nobody was ever asked to answer that. */
  readonly unexpected: number;
  /** Still with a person at the end. */
  readonly unclear: number;
  /** Not out, but back with the agent as failed or as a draft that says why. */
  readonly returned: number;
  /** Answered on the platform, but the server does not say so; or the other way round. */
  readonly misreported: number;
  /** What is wrong, a few of them. */
  readonly wrong: readonly string[];
}

/** After `rest` of every desk: platform journals, desks and server against what was asked and accepted. */
export async function verdictOf(world: SendingWorld, desks: readonly DeskPerson[]): Promise<SendingVerdict> {
  const sum = { accepted: 0, effects: 0, lost: 0, doubled: 0, unexpected: 0, unclear: 0, returned: 0, misreported: 0 };
  const wrong: string[] = [];
  const note = (what: keyof typeof sum, behaviour: Behaviour, remoteId: string): void => {
    sum[what] += 1;
    if (wrong.length < 20) wrong.push(`${what} ${behaviour} ${remoteId}`);
  };
  const deliveredIn = new Set<string>();
  for (const reply of world.server.app.center.live.all('reply').values()) if (reply.state === 'delivered') deliveredIn.add(reply.conversationId);
  for (const desk of desks) {
    const { behaviour } = desk;
    const effects = world.platform(behaviour).effects();
    const shown = new Map((await desk.entries()).map((entry) => [entry.conversationId, entry.state.kind]));
    for (const turn of world.turnsOf(behaviour)) {
      const times = effects.get(turn.remoteId) ?? 0;
      const seen = shown.get(turn.conversationId);
      if (turn.accepted) sum.accepted += 1;
      if (times > 1) note('doubled', behaviour, turn.remoteId);
      if (times > 0 && !turn.attempted) note('unexpected', behaviour, turn.remoteId);
      if (seen === 'unclear') note('unclear', behaviour, turn.remoteId);
      if (turn.accepted && times === 0) note(seen === 'failed' || seen === 'becameDraft' ? 'returned' : 'lost', behaviour, turn.remoteId);
      if (times > 0 !== deliveredIn.has(turn.conversationId)) note('misreported', behaviour, turn.remoteId);
    }
    for (const [remoteId, times] of effects) {
      sum.effects += times;
      if (world.turnOf(remoteId) === undefined) note('unexpected', behaviour, remoteId);
    }
  }
  return { ...sum, wrong };
}

export function holds(verdict: SendingVerdict): boolean {
  return verdict.lost + verdict.doubled + verdict.unexpected + verdict.unclear + verdict.misreported === 0 && verdict.effects > 0;
}
