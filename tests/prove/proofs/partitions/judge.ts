import { readCommand } from '../../../../shared/commands/index.ts';
import type { AcceptedReply, OutboxState } from '../../../../shared/sync/outbox-state.ts';
import type { Given } from './acts.ts';
import type { Desk, World } from './world.ts';

export interface Verdict {
  readonly lost: string[];
  readonly doubled: string[];
  readonly unexpected: string[];
  readonly unclear: number;
  readonly delivered: number;
  readonly becameDraft: number;
  readonly commands: number;
}

/** What is still under way on this desk: nothing, once all is quiet. */
export function underWay(desk: Desk): string[] {
  const open = desk.stores.outbox.all().filter(({ state, stateValue }) => !['delivered', 'failed', 'becameDraft', 'discarded', 'unclear'].includes(state) || ('reportNo' in (stateValue as object) ? false : isToReport(stateValue as OutboxState)));
  return [
    ...desk.stores.commands.pending().map((command) => `${desk.person.id}: ${String((command.value as { type?: string }).type)} is pending`),
    ...open.map((reply) => `${desk.person.id}: ${reply.replyId} is ${reply.state} ${JSON.stringify(reply.stateValue)}`),
    ...desk.stores.drafts.dirty().map((draft) => `${desk.person.id}: the draft of ${draft.conversationId} is not on the server`),
  ];
}

function isToReport(state: OutboxState): boolean {
  switch (state.kind) {
    case 'delivered':
      return state.by === 'desk' || state.by === 'reconcile';
    case 'failed':
    case 'unclear':
      return true;
    case 'becameDraft':
    case 'discarded':
      return state.permitted;
    default:
      return false;
  }
}

/** At rest: the fate of all that was accepted. */
export function judge(world: World, given: Given): Verdict {
  const v = { lost: [] as string[], doubled: [] as string[], unexpected: [] as string[], unclear: 0, delivered: 0, becameDraft: 0, commands: 0 };
  for (const [replyId, { desk, conversationId, text }] of given.replies) {
    const record = desk.stores.outbox.get(replyId);
    if (record === undefined) {
      v.lost.push(`${replyId} of ${desk.person.id} is gone from the outbox`);
      continue;
    }
    const { frozen } = record.frozen as AcceptedReply;
    const effects = frozen.parts.map((_, part) => world.effects.count(record.platformKey, part));
    if (effects.some((n) => n > 1)) v.doubled.push(`${replyId} was posted ${effects.join(',')} times`);
    const out = effects.filter((n) => n > 0).length;
    if (record.state === 'delivered') {
      v.delivered += 1;
      if (out !== effects.length) v.lost.push(`${replyId} counts as delivered with ${out} of ${effects.length} parts out`);
      if (world.server.app.center.committed.get('reply', replyId)?.state !== 'delivered') v.lost.push(`${replyId} is out and the server says ${world.server.app.center.committed.get('reply', replyId)?.state ?? 'nothing'}`);
    } else if (record.state === 'unclear') v.unclear += 1;
    else if (out > 0) v.unexpected.push(`${replyId} is ${record.state} and out`);
    else if (record.state === 'becameDraft') {
      v.becameDraft += 1;
      const own = desk.stores.drafts.get(conversationId)?.value as { text?: string } | undefined;
      const onServer = world.server.app.center.committed.get('draft', conversationId);
      const laterWritten = world.events.some((event) => (event.type === 'draft.saved' || event.type === 'draft.cleared' || event.type === 'reply.permitted') && event.data.conversationId === conversationId && event.at >= record.createdAt);
      const state = record.stateValue as Extract<OutboxState, { kind: 'becameDraft' }>;
      const typedOver = (given.wroteAt.get(`${desk.person.id} ${conversationId}`) ?? 0) >= state.at;
      if (own?.text?.includes(text) !== true && onServer?.fromReplyId !== replyId && !laterWritten && !typedOver) v.lost.push(`${replyId} became a draft (${state.code}) and its text lies nowhere`);
    }
  }
  turns(world, v.doubled);
  for (const desk of world.desks) commandsOf(world, desk, v);
  return v;
}

/** A turn answered by two replies: only where a lead took it by force, knowing that one may be out. */
function turns(world: World, doubled: string[]): void {
  const answers = new Map<string, string[]>();
  const forced = new Set<string>();
  for (const event of world.events) {
    if (event.type === 'workItem.assigned' && event.data.reason.forced === true) forced.add(event.data.conversationId);
    if (event.type === 'workItem.returned' && event.data.forced === true) forced.add(event.data.conversationId);
  }
  for (const reply of world.server.app.center.committed.all('reply').values()) {
    if (reply.followUp || reply.answersThroughMessageId === undefined || world.effects.count(reply.platformKey, 0) === 0) continue;
    const turn = `${reply.conversationId} ${reply.answersThroughMessageId}`;
    answers.set(turn, [...(answers.get(turn) ?? []), reply.id]);
  }
  for (const [turn, ids] of answers) if (ids.length > 1 && !forced.has(turn.split(' ')[0] ?? '')) doubled.push(`the turn ${turn} has ${ids.length} answers: ${ids.join(', ')}`);
}

/** Every command a desk numbered has one answer, and what was accepted is in the log once. */
function commandsOf(world: World, desk: Desk, v: { lost: string[]; doubled: string[]; unexpected: string[]; commands: number }): void {
  const last = Number(desk.stores.meta.get('commandNo') ?? 0);
  for (let no = 1; no <= last; no += 1) {
    const stored = desk.stores.commands.get(no);
    if (stored === undefined) {
      v.lost.push(`command ${no} of ${desk.person.id} is gone`);
      continue;
    }
    v.commands += 1;
    const read = readCommand(stored.value);
    if (!read.ok || read.command.type !== 'note.add') continue;
    const noteId = read.command.data.id;
    const times = world.events.filter((event) => event.type === 'note.added' && event.data.id === noteId).length;
    if (stored.state === 'accepted' && times === 0) v.lost.push(`the note ${noteId} was accepted and is not in the log`);
    if (stored.state === 'refused' && times > 0) v.unexpected.push(`the note ${noteId} was refused and is in the log`);
    if (times > 1) v.doubled.push(`the note ${noteId} is in the log ${times} times`);
  }
}
