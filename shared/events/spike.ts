import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { spikeSchema, topicIdSchema } from '../domain/spike.ts';
import { defineEvent } from './define.ts';

/** One hour has gone by: what came in of each topic, those with nothing included. `slot`: hour of the week in the center's zone. */
export const volumeCounted = defineEvent('volume.counted', z.object({ hourAt: instantSchema, slot: z.number().int().min(0).max(167), counts: z.array(z.object({ topicId: topicIdSchema, count: z.number().int().min(0) })).max(1_000) }));
export const spikeRaised = defineEvent('spike.raised', spikeSchema.omit({ seenAt: true, seenBy: true, endedAt: true }));
export const spikeSeen = defineEvent('spike.seen', z.object({ spikeId: spikeSchema.shape.id, byAgentId: agentIdSchema, at: instantSchema }));
/** Back to what is usual. */
export const spikeEnded = defineEvent('spike.ended', z.object({ spikeId: spikeSchema.shape.id, at: instantSchema }));
