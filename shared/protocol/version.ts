/** Version of the wire. A change to any schema of the wire changes WIRE_HASH: add a line to the history and an upcaster where data is stored. */
export const PROTOCOL_VERSION = 1;
export const MINIMUM_PROTOCOL_VERSION = 1;

export interface ProtocolChange {
  /** The version from then on; a change that older peers can read keeps it. */
  readonly version: number;
  readonly date: string;
  readonly why: string;
  /** The beginning of WIRE_HASH. */
  readonly wire: string;
}

/** Newest last. */
export const PROTOCOL_HISTORY: readonly ProtocolChange[] = [
  { version: 1, date: '2026-11-21', why: 'first wire: commands up, batches in three lanes down', wire: 'ae680831' },
  { version: 1, date: '2026-11-22', why: 'strategy as data, why, shifts, alerts, receipts; replies scheduled and people erased', wire: '2dab257a' },
  { version: 1, date: '2026-11-22', why: 'a desk that comes back is told only of rows that changed since its rowsMark', wire: 'f04f95a0' },
  { version: 1, date: '2026-11-22', why: 'real channels: settings, subjects, files, budgets, custody; what we said is deleted or corrected on record', wire: '19e489a9' },
  { version: 1, date: '2026-11-22', why: 'articles: knowledge drafts, proposals, use and success', wire: 'ddd9d2a1' },
  { version: 1, date: '2026-11-22', why: 'what a desk reads in a message; who somebody is: checks, until when, withdrawn', wire: 'c7552a59' },
  { version: 1, date: '2026-11-22', why: 'questions, situations and spikes: nouns, commands and rows', wire: 'a7620932' },
  { version: 1, date: '2026-11-22', why: 'one answer for many: the noun, its members, its commands', wire: '143f824f' },
  { version: 1, date: '2026-11-22', why: 'rules for what was read; verdicts put right, spam waves closed', wire: '8ec1d27c' },
  { version: 1, date: '2026-11-22', why: 'one answer for many: who is addressed in no known form', wire: 'ee5aaad7' },
  { version: 1, date: '2026-11-22', why: 'files go with answers: named by their digests, kept before leave is given', wire: '5cef24cd' },
  { version: 1, date: '2026-11-22', why: 'what follows from an answer happens only while that answer stands', wire: 'cad40879' },
  { version: 1, date: '2026-11-22', why: 'search terms, feeds and how they do, single people in rights, profiles of named people', wire: '3b1bf7c2' },
  { version: 1, date: '2026-11-22', why: 'an article that waits on a desk is said to', wire: '934e8b84' },
  { version: 1, date: '2026-11-22', why: 'how the numbers of a brand look, told with its accounts', wire: '0d46bc93' },
  { version: 1, date: '2026-11-22', why: 'what a situation says is its content', wire: '2131bb22' },
  { version: 1, date: '2026-11-22', why: 'what was promised by hand stands on the conversation and in the rows of situations; a spam wave leaves a cluster', wire: '915a23a6' },
  { version: 1, date: '2026-11-22', why: 'supervision: trainees, answers that are looked at before they go', wire: '868346bb' },
  { version: 1, date: '2026-11-22', why: 'supervision: what leads say to who holds a conversation', wire: '86954200' },
  { version: 1, date: '2026-11-22', why: 'supervision beside cases, hours and figures', wire: 'cf8b95e9' },
  { version: 1, date: '2026-11-22', why: 'a lead who read in somebody else’s conversation', wire: '7cf4b195' },
  { version: 1, date: '2026-11-22', why: 'briefings and who has read them; a desk is emptied with a line per item', wire: '8df4807f' },
  { version: 1, date: '2026-11-22', why: 'files of an answer that are messages of their own', wire: '831ce6d8' },
  { version: 1, date: '2026-11-22', why: 'people are invited by a code', wire: '42d72435' },
  { version: 1, date: '2026-11-22', why: 'the word with which help is given back is a whisper', wire: '78c8313f' },
  { version: 1, date: '2026-11-22', why: 'the list of tags and what holds for the whole house', wire: 'd516d010' },
  { version: 1, date: '2026-11-22', why: 'the end of a shift: put off once, run-out by itself', wire: '657666c7' },
  { version: 1, date: '2026-11-22', why: 'the form of address is set where one deals with somebody', wire: 'd77b51af' },
  { version: 1, date: '2026-11-22', why: 'an away notice goes out in the words of the house alone', wire: '1e2eb32c' },
  { version: 1, date: '2026-11-22', why: 'when the form of address was set', wire: '37bc784a' },
  { version: 1, date: '2026-11-22', why: 'who works when: a record per person and week', wire: '9fc92344' },
  { version: 1, date: '2026-11-22', why: 'flag rules: conversations that are flagged by themselves, and why', wire: '3c837c88' },
  { version: 1, date: '2026-11-22', why: 'the dry run counts by tag, and what flag rules would have flagged', wire: 'd7f29993' },
  { version: 1, date: '2026-11-22', why: 'reports by tag, and of help asked of leads', wire: '2310862d' },
  { version: 1, date: '2026-11-22', why: 'a colleague is relieved of what they let lie, with a reason', wire: '84d297b9' },
];

/** SHA-256 over the shapes of all messages, answers, commands, events, entities and rows; tests/unit/shared-wire-hash.test.ts holds it. */
export const WIRE_HASH = '84d297b948981e78a358c864a7cff0e4cb9cc595f7f9e703794d3f562a6739b2';
