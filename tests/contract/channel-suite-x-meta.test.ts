import { startMetaFixture } from '../support/platforms/meta/fixture.ts';
import { startXFixture } from '../support/platforms/x/fixture.ts';
import { channelSuite } from './channel.suite.ts';

channelSuite('x', startXFixture);
channelSuite('facebook', () => startMetaFixture('facebook'));
channelSuite('messenger', () => startMetaFixture('messenger'));
channelSuite('instagram', () => startMetaFixture('instagram'));
