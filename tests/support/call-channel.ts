import { CHANNELS, type ChannelDescriptor } from '../../shared/channels/index.ts';

/** A telephone, as far as routing is concerned: one call takes a whole person and is offered. Known to who imports this file. */
export const CALL_CHANNEL = 'test-phone';

const [any] = CHANNELS.values();
if (any === undefined) throw new Error('there is no channel to copy');
(CHANNELS as Map<string, ChannelDescriptor>).set(CALL_CHANNEL, { ...any, name: CALL_CHANNEL, label: { de: 'Telefon', en: 'Phone' }, capacityCost: 100, distribution: 'offer' });
