import type { Migration } from './migration.ts';

/** As `plainToken` writes it. */
const plain = (column: string): string => `replace(replace(replace(replace(replace(lower(${column}), '-', ''), '_', ''), '.', ''), ':', ''), '@', '')`;
const FACTS = `trim('any conversation' || ${plain('b.conversation_id')}
  || CASE WHEN m.noun = 'note' THEN ' saidbynote' WHEN m.noun = 'message' THEN CASE m.json ->> '$.direction' WHEN 'in' THEN ' saidbycustomer' ELSE ' saidbyteam' END WHEN m.noun = 'contact' THEN ' person' ELSE '' END
  || coalesce(' agent' || ${plain("(m.json ->> '$.agentId')")}, '')
  || coalesce(' channel' || ${plain("(c.json ->> '$.channel')")}, '')
  || coalesce(' account' || ${plain("(c.json ->> '$.accountId')")}, ''))`;

/**
 * A search that is narrowed without reading what it finds: each entry has its facts as words beside its text, and its number follows the time
 * of what was said, so that the newest come first without sorting. What changes (state, tags, who holds it) is looked up in the conversation.
 */
export const search: Migration = {
  version: 3,
  name: 'search',
  statements: [
    `CREATE TABLE searched AS
       WITH told AS (
         SELECT json ->> '$.bodyRef' AS ref, noun, id, json, coalesce(json ->> '$.sentAt', json ->> '$.at') AS at FROM entity WHERE noun IN ('message', 'note')
         UNION ALL SELECT json ->> '$.profileRef', noun, id, json, json ->> '$.createdAt' FROM entity WHERE noun = 'contact'
       ), placed AS (
         SELECT b.ref, b.conversation_id, b.text, coalesce(t.text, '') AS words, coalesce(m.noun || ' ' || m.id, '') AS owner, ${FACTS} AS facts,
           CAST(coalesce(m.at, 0) / 1000 AS INTEGER) * 256 AS start,
           row_number() OVER (ORDER BY CAST(coalesce(m.at, 0) / 1000 AS INTEGER), m.at, b.number) AS line
         FROM body b LEFT JOIN message_text t ON t.rowid = b.number LEFT JOIN told m ON m.ref = b.ref LEFT JOIN entity c ON c.noun = 'conversation' AND c.id = b.conversation_id
         GROUP BY b.number
       )
       SELECT line + max(start - line) OVER (ORDER BY line) AS number, ref, conversation_id, text, words, owner, facts FROM placed`,
    'DROP TABLE message_text',
    'DELETE FROM body',
    'INSERT INTO body (number, ref, conversation_id, text) SELECT number, ref, conversation_id, text FROM searched',
    // Beginnings of two and three letters have lists of their own: without them every word that begins so is gathered first.
    `CREATE VIRTUAL TABLE message_text USING fts5 (ref UNINDEXED, conversation_id UNINDEXED, text, facts, owner UNINDEXED,
       tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`,
    "INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1)",
    'INSERT INTO message_text (rowid, ref, conversation_id, text, facts, owner) SELECT number, ref, conversation_id, words, facts, owner FROM searched ORDER BY number',
    'DROP TABLE searched',
    "CREATE INDEX item_state ON entity (json ->> '$.state', conversation_id) WHERE noun = 'workItem'",
    "CREATE INDEX item_owner ON entity (json ->> '$.ownerAgentId', conversation_id) WHERE noun = 'workItem'",
    "CREATE INDEX item_last ON entity (json ->> '$.lastAgentId', conversation_id) WHERE noun = 'workItem'",
    "CREATE INDEX conversation_contact ON entity (json ->> '$.contactId') WHERE noun = 'conversation'",
    "CREATE INDEX conversation_tags ON entity (json ->> '$.tags', id) WHERE noun = 'conversation' AND json ->> '$.tags' IS NOT NULL",
  ],
};
