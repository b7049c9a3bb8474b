import { expect, test } from 'vitest';
import { createAuthClient } from '../../electron/main/sync/auth-client.ts';
import { serverAddress } from '../../electron/main/sync/server-address.ts';

const codeOf = (text: string, allow = false): string => {
  try {
    return serverAddress(text, allow);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  ['https://center.example', 'https://center.example'],
  ['https://center.example:8443/some/path?x=1', 'https://center.example:8443'],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ['http://127.8.9.1:1', 'http://127.8.9.1:1'],
  ['http://localhost:4010', 'http://localhost:4010'],
  ['http://[::1]:4010', 'http://[::1]:4010'],
  ['http://center.example', 'SERVER_PLAIN'],
  ['http://10.0.0.5:4010', 'SERVER_PLAIN'],
  ['http://192.168.1.4', 'SERVER_PLAIN'],
  ['http://127.0.0.1.example.org', 'SERVER_PLAIN'],
  ['http://localhost.example.org', 'SERVER_PLAIN'],
  ['http://[::ffff:10.0.0.5]:1', 'SERVER_PLAIN'],
  ['HTTP://CENTER.EXAMPLE', 'SERVER_PLAIN'],
  ['https://somebody@center.example', 'INPUT_INVALID'],
  ['ftp://center.example', 'INPUT_INVALID'],
  ['file:///etc/passwd', 'INPUT_INVALID'],
  ['center.example', 'INPUT_INVALID'],
])('DOOR-1 %s: %s', (given, wanted) => {
  expect(codeOf(given)).toBe(wanted);
});

test('DOOR-1 only an explicit setting lets anything secret go over plain http', () => {
  expect(codeOf('http://10.0.0.5:4010', true)).toBe('http://10.0.0.5:4010');
  expect(() => createAuthClient('http://10.0.0.5:4010', 'desk')).toThrow('SERVER_PLAIN');
  expect(() => createAuthClient('http://10.0.0.5:4010', 'desk', true)).not.toThrow();
});
