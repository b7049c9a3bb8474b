import type { QueueRow } from '../../../../shared/domain/rows.ts';
import type { CenterState } from '../../store/rows.ts';
import type { Texts } from '../../text/index.tsx';
import { agentShort, contactLabel } from '../names.ts';

/** What is known of desks whose answers may still go out although they are away, a sentence each; nothing is said that is not known. */
export function mayStillSend(rows: readonly QueueRow[], center: CenterState, texts: Texts): string[] {
  const { t, f } = texts;
  const sentences: string[] = [];
  const owners = new Set(rows.flatMap((row) => row.item.ownerAgentId ?? []));
  for (const agentId of owners) {
    const agent = center.agents.get(agentId);
    if (agent === undefined || agent.connected) continue;
    sentences.push(
      offlineTruth(agent, texts) === undefined
        ? t('reassign.ownerAway', `^${agent.initials}`)
        : `^${agent.initials}: ${offlineTruth(agent, texts) ?? ''}`,
    );
  }
  for (const row of rows) {
    if (row.answerOut === undefined) continue;
    sentences.push(t('reassign.answerOut', contactLabel(row), agentShort(center, row.answerOut.agentId), f.time(row.answerOut.since)));
  }
  return sentences.slice(0, 5);
}

/** "As of 10:42: 2 waiting, sending possible until 10:44"; undefined when nothing is known or nothing can go any more. */
export function offlineTruth(
  agent: {
    readonly outbox?: { readonly waiting: number; readonly unclear: number; readonly asOf: number } | undefined;
    readonly sendingPossibleUntil?: number | undefined;
  },
  { t, f }: Texts,
): string | undefined {
  const parts: string[] = [];
  if (agent.outbox !== undefined) parts.push(t('people.asOf', f.time(agent.outbox.asOf), agent.outbox.waiting));
  if (agent.outbox !== undefined && agent.outbox.unclear > 0) parts.push(t('connection.unclear', agent.outbox.unclear));
  if (agent.sendingPossibleUntil !== undefined) parts.push(t('people.sendingUntil', f.time(agent.sendingPossibleUntil)));
  return parts.length === 0 ? undefined : parts.join(', ');
}
