import { COMMAND_DEFINITIONS, type Command, type CommandType } from '../../../shared/commands/index.ts';
import { DEFAULT_STRATEGY } from '../../../shared/domain/strategy.ts';
import { formOf } from '../forms/form.ts';
import { least } from './least.ts';
import { COLUMNS, openMatrix, type Column, type MatrixWorld, type Target } from './world.ts';

/** `yes`: accepted. `role`: not for this role. `account`: no right to the account. `owner`: somebody else has it. Else the code that came after all rights were passed (or before any was asked). */
export type Cell = string;
export type Matrix = ReadonlyMap<CommandType, readonly Cell[]>;

const ABOUT = /"(?:conversationId|conversationIds|workItemId|workItemIds|messageId|contactId|otherContactId|replyId)"/;
/** What changes the whole center comes last, so that it changes nothing for the others. */
const CENTER_LAST = /^(account|agent|briefing|queue|team|skill|strategy|terms|house|figures|situation|spike)\./;

/** Gives every command in every column to a real server over each person's own socket. */
export async function runMatrix(): Promise<Matrix> {
  const open = await openMatrix();
  try {
    const definitions = [...COMMAND_DEFINITIONS.values()].toSorted((a, b) => Number(CENTER_LAST.test(a.type)) - Number(CENTER_LAST.test(b.type)) || (a.type < b.type ? -1 : 1));
    const forms = new Map(definitions.map(({ type, schema }) => [type, formOf(schema)]));
    const about = definitions.filter(({ type }) => ABOUT.test(JSON.stringify(forms.get(type))) || /^(bulkAnswer|cluster)\./.test(type));
    // All conversations of the whole run at once; a question wants company.
    const targets = await open.targets(about.flatMap(({ type }) => COLUMNS.flatMap((column) => Array.from({ length: 1 + companyOf(type) }, () => column))));
    const starts = about.map((_, place) => about.slice(0, place).reduce((sum, { type }) => sum + COLUMNS.length * (1 + companyOf(type)), 0));
    const cells = new Map<CommandType, Cell[]>();
    let run = 0;
    for (const { type } of definitions) {
      const place = about.findIndex((one) => one.type === type);
      // The columns of one command at once: each is about a conversation of its own. What is the whole center's goes one after the other, so that a version is not overtaken.
      const give = async (column: Column, i: number): Promise<Cell> => {
        const at = (starts[place] ?? 0) + i * (1 + companyOf(type));
        const target = place < 0 ? undefined : targets[at];
        const company = place < 0 ? [] : targets.slice(at + 1, at + 1 + companyOf(type));
        const command = await commandFor(open, type, column, target, company, run + i);
        const answer = await open.desk(column.who).command(command);
        return answer.status === 'accepted' ? 'yes' : cellOf(type, column, answer.error.code, open);
      };
      const row: Cell[] = [];
      if (place >= 0) row.push(...(await Promise.all(COLUMNS.map(give))));
      else for (const [i, column] of COLUMNS.entries()) row.push(await give(column, i));
      run += COLUMNS.length;
      cells.set(type, row);
    }
    return new Map([...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    await open.close();
  }
}

function cellOf(type: CommandType, column: Column, code: string, open: MatrixWorld): Cell {
  const role = open.world.app.center.committed.get('agent', column.who)?.role ?? 'agent';
  if (code === 'NOT_ALLOWED') return COMMAND_DEFINITIONS.get(type)?.roles.includes(role) === true ? 'account' : 'role';
  return ['NOT_OWNER', 'LEASE_LOST', 'ALREADY_TAKEN'].includes(code) ? 'owner' : code;
}

const CONTENT = { kind: 'snippet', title: 'x', keywords: [], bodies: [{ language: 'de', plain: 'x' }], channels: [], brands: [], accountIds: [] };
/** How many more conversations of the same account a command wants beside its own. */
const companyOf = (type: CommandType): number => (type === 'cluster.merge' ? 3 : type === 'cluster.putIn' ? 2 : type.startsWith('cluster.') ? 1 : 0);
const FROZEN = { parts: ['Guten Tag'], visibility: 'public' };

async function commandFor(open: MatrixWorld, type: CommandType, column: Column, target: Target | undefined, company: readonly Target[], run: number): Promise<Command> {
  const now = open.world.app.center.now();
  const id = `x-${run}`;
  const given: Record<string, unknown> = { ...target, id, checkId: id, changeId: id, replyId: id, articleId: id, agentId: 'ben', initials: `X${run % 10}${run}`.slice(0, 3), otherContactId: 'nobody', content: CONTENT, window: { fromAt: now + 60_000, untilAt: now + 3_600_000 }, frozen: FROZEN, frozenAt: now, sendAt: now + 3_600_000, untilAt: now + 3_600_000, throughMessageId: target?.messageId, ...(target === undefined ? { accountId: 'spare' } : {}) };
  const extra = await prepare(open, type, column, target, company, id);
  const definition = COMMAND_DEFINITIONS.get(type);
  if (definition === undefined) throw new Error(`no command ${type}`);
  const form = formOf(definition.schema);
  const data = least(form, { ...given, ...extra }) as Record<string, unknown>;
  // What was prepared is named even where it need not be.
  for (const [key, value] of Object.entries(extra)) if (form.properties !== undefined && Object.hasOwn(form.properties, key)) data[key] ??= value;
  // Where the least is too little the server says INPUT_INVALID; then the command wants a line in `prepare`.
  return { type, data } as unknown as Command;
}

/** What a command needs to be there before it, made by whoever has the item; and fields that no general rule can name. */
async function prepare(open: MatrixWorld, type: CommandType, column: Column, target: Target | undefined, company: readonly Target[], id: string): Promise<Record<string, unknown>> {
  const owner = open.desk(column.owner);
  const give = async (desk: typeof owner, command: Command): Promise<Record<string, unknown>> => {
    const answer = await desk.command(command);
    if (answer.status !== 'accepted') throw new Error(`${type}: before it, ${command.type} was refused with ${answer.error.code}`);
    return (answer.result ?? {}) as Record<string, unknown>;
  };
  const permit = async (): Promise<void> => {
    if (target === undefined) return;
    await give(owner, { type: 'reply.requestPermit', data: { replyId: id, conversationId: target.conversationId, workItemId: target.workItemId, epoch: target.epoch, frozen: FROZEN, followUp: false, answersThroughMessageId: target.messageId, platformKey: id, frozenAt: open.world.app.center.now() } } as Command);
  };
  const outbound = async (): Promise<Record<string, unknown>> => {
    await permit();
    await give(owner, { type: 'reply.report', data: { replyId: id, outcome: { kind: 'delivered', by: 'desk', remoteIds: [`out-${id}`], sentAt: open.world.app.center.now() } } } as Command);
    const message = [...open.world.app.center.committed.all('message').values()].find(({ remoteId }) => remoteId === `out-${id}`);
    return { messageId: message?.id };
  };
  const bulk = async (): Promise<Record<string, unknown>> => ({ bulkId: (await give(owner, { type: 'bulkAnswer.start', data: { workItemIds: [target?.workItemId ?? ''] } }))['bulkId'] });
  const version = (noun: 'strategy'): number => [...open.world.app.center.committed.all(noun).values()][0]?.version ?? 0;
  /** A question the watch proposed: this conversation and two others of the same account. */
  const cluster = async (): Promise<Record<string, unknown>> => {
    const at = open.world.app.center.now();
    const propose = (clusterId: string, of: readonly (Target | undefined)[]): Promise<unknown> =>
      open.world.app.center.submit('clusters', () => ({ events: [{ type: 'cluster.proposed', data: { clusterId, at, conversationIds: of.flatMap((one) => one?.conversationId ?? []) } }] }));
    await propose(id, [target, company[0]]);
    if (type === 'cluster.merge') await propose(`${id}-b`, company.slice(1));
    return { clusterId: id, fromClusterId: `${id}-b`, ...(type === 'cluster.putIn' ? { conversationIds: [company[1]?.conversationId] } : {}) };
  };
  const situation = { text: { title: 'Störung', region: 'Kiel', status: 'known', du: 'Wir sind dran.', sie: 'Wir sind dran.' } };
  switch (type) {
    case 'reply.report':
    case 'reply.settle':
      await permit();
      return { outcome: { kind: 'unconfirmed', reason: 'noResponse' } };
    case 'reply.changeExecutor':
      if (target !== undefined) await give(owner, { type: 'reply.schedule', data: { replyId: id, conversationId: target.conversationId, workItemId: target.workItemId, epoch: target.epoch, frozen: FROZEN, followUp: false, answersThroughMessageId: target.messageId, platformKey: id, frozenAt: open.world.app.center.now(), sendAt: open.world.app.center.now() + 3_600_000, executor: 'desk' } } as Command);
      return { executor: 'desk' };
    case 'reply.requestPermit':
    case 'reply.schedule':
      return { answersThroughMessageId: target?.messageId, executor: 'desk' };
    case 'message.requestChange':
      return outbound();
    case 'message.reportChange': {
      const message = await outbound();
      await give(owner, { type: 'message.requestChange', data: { changeId: id, messageId: message['messageId'], conversationId: target?.conversationId, reason: 'mistake', to: { kind: 'delete' } } } as Command);
      return message;
    }
    case 'message.correctReading':
      return { task: 'sentiment', label: 'negative' };
    case 'workItem.reopen':
      await give(owner, { type: 'workItem.close', data: { workItemId: target?.workItemId ?? '', disposition: { kind: 'resolved' } } });
      return {};
    case 'workItem.wake':
      await give(owner, { type: 'workItem.snooze', data: { workItemId: target?.workItemId ?? '', untilAt: open.world.app.center.now() + 3_600_000 } });
      return {};
    case 'workItem.reassign':
      return { to: { kind: 'agent', agentId: column.owner } };
    case 'alert.acknowledge':
      await give(owner, { type: 'alert.raise', data: { workItemId: target?.workItemId ?? '' } });
      return {};
    case 'contact.withdrawCheck':
      await give(owner, { type: 'contact.checkIdentity', data: { contactId: target?.contactId ?? '', conversationId: target?.conversationId ?? '', checkId: id, by: 'callBack', untilAt: open.world.app.center.now() + 60_000 } });
      return {};
    case 'invitation.make':
      return { agentId: 'nia' };
    case 'invitation.revoke':
      await give(open.desk('ada'), { type: 'invitation.make', data: { agentId: 'nia', digest: '0'.repeat(64) } });
      return { agentId: 'nia' };
    case 'briefing.read':
    case 'briefing.end':
      await give(open.desk('lea'), { type: 'briefing.write', data: { id, title: 'Heute', text: 'Heute neu', teamIds: [], mustRead: false, untilAt: open.world.app.center.now() + 3_600_000, baseVersion: 0 } });
      return { version: 1 };
    case 'briefing.write':
      return { title: 'Heute', text: 'Heute neu', teamIds: [], mustRead: false, untilAt: open.world.app.center.now() + 3_600_000, baseVersion: 0 };
    case 'deskSetup.change':
      return { welcomed: true };
    case 'agent.setEnd':
      // Each time earlier than before, whoever gives it: later it would want a reason.
      return { endAt: open.world.app.center.now() + 10 * 3_600_000 - Number(id.slice(2)) * 10_000 };
    case 'agent.setState':
      return { state: 'available' };
    case 'agent.forceState':
    case 'agent.forceCapacity':
    case 'agent.liftCapacity':
    case 'agent.planShift':
      return { agentId: 'nia', state: 'offDuty', capacity: 40, reason: 'relief', shift: { startAt: 0, endAt: 1 } };
    case 'agent.register':
      return { name: id, role: 'agent', capacity: 100, place: 'office', teamIds: ['north'], skills: [] };
    case 'account.register':
      return { id, channel: 'sandbox', handle: id, teamIds: [], budget: { capacity: 10, refillPerMinute: 10 } };
    case 'escalation.raise':
      return { id, reason: 'Frage' };
    case 'escalation.takeOver':
    case 'escalation.giveBack':
    case 'escalation.withdraw':
      await give(owner, { type: 'escalation.raise', data: { id, conversationId: target?.conversationId ?? '', reason: 'Frage' } });
      return { id };
    case 'article.publish':
    case 'article.retire':
    case 'article.dropProposal': {
      await give(open.desk('lea'), { type: 'article.save', data: least(formOf(COMMAND_DEFINITIONS.get('article.save')?.schema as never), { articleId: id, baseVersion: 0, content: CONTENT }) } as Command);
      return { version: 1 };
    }
    case 'workItem.claimBulk':
      return { workItemIds: [target?.workItemId, 'none'] };
    case 'situation.change':
    case 'situation.close': {
      const opened = await give(open.desk('lea'), { type: 'situation.open', data: situation } as Command);
      return { ...opened, version: 1, ...situation };
    }
    case 'situation.open':
      return situation;
    case 'strategy.apply':
      return { rules: DEFAULT_STRATEGY, baseVersion: version('strategy') };
    case 'queue.define':
      return { order: 900, targets: { firstResponseMs: 60_000, nextResponseMs: 60_000 }, offerMs: 30_000 };
    case 'strategy.propose':
      return { rules: DEFAULT_STRATEGY, baseVersion: version('strategy') };
    case 'cluster.confirm':
    case 'cluster.dismiss':
    case 'cluster.putIn':
    case 'cluster.split':
    case 'cluster.takeOut':
    case 'cluster.merge':
      return cluster();
    default:
      return /^bulkAnswer\.(?!start)/.test(type) ? bulk() : {};
  }
}
