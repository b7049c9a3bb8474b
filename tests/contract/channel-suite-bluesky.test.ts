import { startBlueskyFixture } from '../support/platforms/bluesky/fixture.ts';
import { channelSuite } from './channel.suite.ts';

channelSuite('bluesky', startBlueskyFixture);
