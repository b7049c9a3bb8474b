import { describe, test } from 'vitest';
import { startMailWorld } from '../support/mail/fixture.ts';
import { canRunMailServers } from '../support/mail/mail-server.ts';
import { channelSuite } from './channel.suite.ts';

const have = canRunMailServers();
if (have.ok) channelSuite('mail on Postfix and Dovecot', async () => (await startMailWorld()).fixture);
else
  describe.skip(`channel mail: ${have.reason}`, () => {
    test('CHAN-7 mail servers are not here', () => undefined);
  });
