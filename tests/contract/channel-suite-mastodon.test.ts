import { startMastodonFixture } from '../support/platforms/mastodon/fixture.ts';
import { channelSuite } from './channel.suite.ts';

channelSuite('mastodon', startMastodonFixture);
