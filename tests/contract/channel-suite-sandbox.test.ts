import { startSandboxFixture } from '../support/sandbox-fixture.ts';
import { channelSuite } from './channel.suite.ts';

channelSuite('sandbox', startSandboxFixture);
channelSuite('sandbox-chat', () => startSandboxFixture('sandbox-chat'));
