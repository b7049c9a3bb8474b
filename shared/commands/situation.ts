import { z } from 'zod';
import { clusterIdSchema, situationIdSchema } from '../domain/cluster.ts';
import { situationTextSchema } from '../domain/situation.ts';
import { spikeSchema } from '../domain/spike.ts';
import { defineCommand, LEADS } from './define.ts';

/** D14. Answers `situationId`. */
export const openSituation = defineCommand('situation.open', z.object({ text: situationTextSchema, clusterId: clusterIdSchema.optional() }), { offline: 'refuse', roles: LEADS });
/** Refused when somebody changed it since `version`. */
export const changeSituation = defineCommand('situation.change', z.object({ situationId: situationIdSchema, version: z.number().int().min(1), text: situationTextSchema }), { offline: 'refuse', roles: LEADS });
export const closeSituation = defineCommand('situation.close', z.object({ situationId: situationIdSchema }), { offline: 'refuse', roles: LEADS });
/** Everybody who was promised another time becomes a confirmed cluster of its own, to be answered together. Answers `clusterId`. */
export const followUpSituation = defineCommand('situation.followUp', z.object({ situationId: situationIdSchema, label: z.string().trim().min(1).max(120) }), { offline: 'refuse', roles: LEADS });
/** T7. */
export const acknowledgeSpike = defineCommand('spike.acknowledge', z.object({ spikeId: spikeSchema.shape.id }), { offline: 'refuse', roles: LEADS });
