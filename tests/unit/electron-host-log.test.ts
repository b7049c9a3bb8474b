import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createHostLog } from '../../electron/main/host/log.ts';
import { logFacts } from '../../electron/main/ipc/failure.ts';

function capture() {
  let written = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return {
    log: createHostLog({ level: 'debug', destination }),
    lines: () =>
      written
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    text: () => written,
  };
}

test.each([
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'credential',
  'key',
  'value',
  'cookie',
  'authorization',
  'text',
  'body',
  'bodies',
  'draft',
  'firstLine',
  'contactName',
])('the log shows no %s, at the top or one level down', (name) => {
  const { log, text } = capture();
  log.error({ [name]: 'SHOW-ME', reply: { [name]: 'SHOW-ME' } }, 'something failed');
  expect(text()).not.toContain('SHOW-ME');
  expect(text()).toContain('[hidden]');
});

test('it shows codes, ids and counts, one JSON object a line', () => {
  const { log, lines } = capture();
  log.warn({ code: 'LEASE_LOST', replyId: 'r-1', waiting: 3 }, 'a reply became a draft');
  log.info({}, 'second');
  expect(lines()).toMatchObject([
    { level: 'warn', part: 'desk', code: 'LEASE_LOST', replyId: 'r-1', waiting: 3, msg: 'a reply became a draft' },
    { level: 'info' },
  ]);
});

test('of an unexpected error the log learns class and place, never its words', () => {
  let caught: unknown;
  try {
    JSON.parse('{"Meine IBAN": DE02');
  } catch (error) {
    caught = error;
  }
  const facts = logFacts(caught);
  expect(facts.type).toBe('SyntaxError');
  expect(facts.at.join()).toContain('electron-host-log.test');
  expect(JSON.stringify(facts)).not.toContain('IBAN');
  expect(logFacts('text of a customer')).toEqual({ type: 'string', at: [] });
  const long = new Error('line one\n    at the end of my patience\nline three');
  // A message may look like a frame; the class and at most eight lines are all that is taken, and the message is not among them.
  expect(JSON.stringify(logFacts(long))).not.toContain('patience');
});
