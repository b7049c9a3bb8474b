// The same index, asked as one asks SQLite's full-text search without knowing more: best match first, filters joined.
import type { Replica } from '../../../electron/main/storage/replica.ts';
import { wordsOf } from '../../../electron/main/storage/stores/search-words.ts';
import type { SearchFilter } from '../../../shared/domain/search.ts';
import type { FilledWorld } from './copy.ts';

export function plainSearch(replica: Replica): (text: string, filter: SearchFilter, world: FilledWorld, limit: number) => number {
  return (text, filter, world, limit) => {
    const query = `{text} : (${wordsOf(text).map((word) => `"${word}"`).join(' AND ')} *)`;
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (sql: string, ...more: (string | number | undefined)[]): void => {
      where.push(sql);
      values.push(...more.filter((value): value is string | number => value !== undefined));
    };
    if (filter.channel !== undefined) add("c.json ->> '$.channel' = ?", filter.channel);
    if (filter.accountId !== undefined) add("c.json ->> '$.accountId' = ?", filter.accountId);
    if (filter.brand !== undefined) add(`c.json ->> '$.accountId' IN (${world.accounts.flatMap((a) => (a.brand === filter.brand ? [`'${a.id}'`] : [])).join(', ')})`);
    if (filter.tag !== undefined) add("instr(c.json ->> '$.tags', ?) > 0", filter.tag);
    if (filter.saidBy !== undefined) add("CASE m.noun WHEN 'note' THEN 'note' ELSE iif(m.json ->> '$.direction' = 'in', 'customer', 'team') END = ?", filter.saidBy);
    if (filter.agentId !== undefined) add("m.json ->> '$.agentId' = ?", filter.agentId);
    if (filter.sinceAt !== undefined) add("coalesce(m.json ->> '$.sentAt', m.json ->> '$.at') >= ?", filter.sinceAt);
    if (filter.untilAt !== undefined) add("coalesce(m.json ->> '$.sentAt', m.json ->> '$.at') < ?", filter.untilAt);
    if (filter.state !== undefined) add(`w.json ->> '$.state' ${filter.state === 'closed' ? '=' : '<>'} 'closed'`);
    if (filter.mine === true) add("? IN (w.json ->> '$.ownerAgentId', w.json ->> '$.lastAgentId')", world.me);
    const sql = `SELECT t.ref, snippet(message_text, 2, '‹', '›', '…', 16) AS excerpt FROM message_text t
      JOIN entity m ON m.noun = substr(t.owner, 1, instr(t.owner, ' ') - 1) AND m.id = substr(t.owner, instr(t.owner, ' ') + 1)
      JOIN entity c ON c.noun = 'conversation' AND c.id = t.conversation_id JOIN entity w ON w.noun = 'workItem' AND w.id = c.json ->> '$.workItemId'
      WHERE message_text MATCH ?${where.map((one) => ` AND ${one}`).join('')} ORDER BY rank LIMIT ?`;
    return replica.prepare(sql).all(query, ...values, limit).length;
  };
}
