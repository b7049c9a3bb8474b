import { z } from 'zod';
import { clusterIdSchema, situationIdSchema } from '../domain/cluster.ts';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { situationTextSchema } from '../domain/situation.ts';
import { defineEvent } from './define.ts';

const by = { situationId: situationIdSchema, byAgentId: agentIdSchema, at: instantSchema };

export const situationOpened = defineEvent('situation.opened', z.object({ ...by, content: situationTextSchema, clusterId: clusterIdSchema.optional() }));
/** Whole, as it holds from now on. */
export const situationChanged = defineEvent('situation.changed', z.object({ ...by, version: z.number().int().min(2), content: situationTextSchema }));
export const situationClosed = defineEvent('situation.closed', z.object({ ...by }));
