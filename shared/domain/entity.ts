import { z } from 'zod';
import { accountSchema } from './account.ts';
import { agentSchema } from './agent.ts';
import { articleSchema, articleUseSchema } from './article.ts';
import { briefingReadsSchema, briefingSchema } from './briefing.ts';
import { calendarSchema } from './calendar.ts';
import { clusterSchema } from './cluster.ts';
import { awayNoticeRecordSchema } from './away-notice.ts';
import { bulkAnswerSchema, bulkMemberSchema } from './bulk-answer.ts';
import { contactSchema } from './contact.ts';
import { conversationSchema } from './conversation.ts';
import { houseSettingSchema } from './house-setting.ts';
import { tagSchema } from './tag.ts';
import { houseSchema } from './house.ts';
import { invitationSchema } from './invitation.ts';
import { figureRulesSchema } from './figure-rules.ts';
import { deskSetupSchema, mentionSchema, savedViewSchema } from './desk-tools.ts';
import { messageSchema } from './message.ts';
import { queueSchema } from './queue.ts';
import { draftSchema, noteSchema, replySchema } from './reply.ts';
import { rosterSchema } from './roster.ts';
import { situationSchema } from './situation.ts';
import { searchBookSchema } from './search-terms.ts';
import { skillSchema, teamSchema } from './skill.ts';
import { spikeSchema, volumeSchema } from './spike.ts';
import { strategySchema } from './strategy.ts';
import { threadSchema } from './thread.ts';
import { reservationSchema, workItemSchema } from './work-item.ts';

// The state of a center is a set of entities, each folded by its own reducer. Server, desktop and simulation differ only in where
// they keep them.
export const entitySchemas = {
  account: accountSchema,
  agent: agentSchema,
  team: teamSchema,
  skill: skillSchema,
  queue: queueSchema,
  calendar: calendarSchema,
  house: houseSchema,
  tag: tagSchema,
  houseSetting: houseSettingSchema,
  roster: rosterSchema,
  strategy: strategySchema,
  searchBook: searchBookSchema,
  contact: contactSchema,
  thread: threadSchema,
  conversation: conversationSchema,
  message: messageSchema,
  workItem: workItemSchema,
  reservation: reservationSchema,
  reply: replySchema,
  note: noteSchema,
  draft: draftSchema,
  awayNotice: awayNoticeRecordSchema,
  bulkAnswer: bulkAnswerSchema,
  bulkMember: bulkMemberSchema,
  cluster: clusterSchema,
  situation: situationSchema,
  volume: volumeSchema,
  spike: spikeSchema,
  article: articleSchema,
  articleUse: articleUseSchema,
  savedView: savedViewSchema,
  deskSetup: deskSetupSchema,
  mention: mentionSchema,
  briefing: briefingSchema,
  briefingReads: briefingReadsSchema,
  figureRules: figureRulesSchema,
  /** By the person it is for. */
  invitation: invitationSchema,
} as const;

export type Noun = keyof typeof entitySchemas;
export type Entity<N extends Noun = Noun> = { [K in Noun]: z.infer<(typeof entitySchemas)[K]> }[N];
export const nounSchema = z.enum(Object.keys(entitySchemas) as [Noun, ...Noun[]]);

/** An entity as it crosses the wire or IPC; `value` null: gone. Parsed by its noun's schema. */
export interface EntityPatch<N extends Noun = Noun> {
  readonly noun: N;
  readonly id: string;
  readonly seq: number;
  readonly value: Entity<N> | null;
}

export const entityPatchSchema = z
  .object({ noun: nounSchema, id: z.string().min(1).max(256), seq: z.number().int().min(0), value: z.unknown() })
  .transform((patch, context): EntityPatch => {
    if (patch.value === null) return { ...patch, value: null };
    const parsed = entitySchemas[patch.noun].safeParse(patch.value);
    if (!parsed.success) {
      context.addIssue({ code: 'custom', message: `${patch.noun}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}` });
      return z.NEVER;
    }
    return { ...patch, value: parsed.data };
  });

/** Where entities are kept. `get` returns the current value; the store never mutates what it handed out. */
export interface EntityReader {
  get<N extends Noun>(noun: N, id: string): Entity<N> | undefined;
}
export interface EntityStore extends EntityReader {
  set<N extends Noun>(noun: N, id: string, value: Entity<N> | undefined): void;
}
