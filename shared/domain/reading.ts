import { z } from 'zod';
import { addressFormSchema } from './channel.ts';
import { agentIdSchema, instantSchema, messageIdSchema } from './ids.ts';
import { messageLanguageSchema, specialMailKindSchema } from './strategy.ts';

// What the desk read of a message before a person looked: labels, how sure, and where in the text the words stand that it rests on.
// Never a word of the text itself: the text lies sealed, and what was read of it says nothing without it.

const place = z.number().int().min(0).max(100_000);

/** 0 to 1, two decimals. */
const confidence = z.number().min(0).max(1);
/** Pairs [start, end, start, end …) in UTF-16 units of the message's `text`, flat: there are ten of them in every message. */
const spans = z.array(place).max(16);

function verdict<S extends z.ZodType>(label: S) {
  return z.object({ label, confidence, spans });
}

export const yesNoSchema = z.enum(['true', 'false']);
export const sentimentSchema = z.enum(['negative', 'neutral', 'positive']);
export type ReadSentiment = z.infer<typeof sentimentSchema>;
export const caseTypeSchema = z.enum(['fault', 'complaint', 'request', 'praise', 'other']);
export type ReadCaseType = z.infer<typeof caseTypeSchema>;
export const signalKindSchema = z.enum(['danger', 'outage', 'threatToCancel', 'praise']);
export type ReadSignalKind = z.infer<typeof signalKindSchema>;
export const personalKindSchema = z.enum(['email', 'phone', 'iban', 'card', 'address', 'birthdate', 'customerNumber', 'orderNumber', 'identity', 'secret']);
export type ReadPersonalKind = z.infer<typeof personalKindSchema>;

/** Verdicts with one label each; each can be put right. */
export const verdictSchemas = {
  language: messageLanguageSchema,
  relevant: yesNoSchema,
  sentiment: sentimentSchema,
  caseType: caseTypeSchema,
  answer: yesNoSchema,
  address: addressFormSchema,
  abuse: z.enum(['offense', 'other']),
} as const;
export type VerdictTask = keyof typeof verdictSchemas;
export const VERDICT_TASKS = Object.keys(verdictSchemas) as readonly VerdictTask[];

/** T11, beside the text. `reach`: power of ten of the followers (4: ten thousand and more). `perHour`: replies to its post in the last hour. */
export const readingMarksSchema = z.object({
  reach: z.number().int().min(0).max(9).optional(),
  perHour: z.number().int().min(1).max(1_000_000).optional(),
  /** Calls itself almost like an account of the brand and is none. */
  impostor: z.object({ by: z.enum(['handle', 'name']), accountId: z.string().min(1).max(128) }).optional(),
  /** Almost the same words from many strangers. */
  wave: z.object({ id: z.string().min(1).max(128), size: z.number().int().min(2) }).optional(),
});
export type ReadingMarks = z.infer<typeof readingMarksSchema>;

export const readingSchema = z.object({
  language: verdict(verdictSchemas.language),
  relevant: verdict(verdictSchemas.relevant),
  sentiment: verdict(verdictSchemas.sentiment),
  caseType: verdict(verdictSchemas.caseType),
  answer: verdict(verdictSchemas.answer),
  address: verdict(verdictSchemas.address),
  abuse: verdict(verdictSchemas.abuse),
  signals: z.array(z.object({ kind: signalKindSchema, confidence, spans })).max(8),
  special: z.array(z.object({ kind: specialMailKindSchema, confidence, spans })).max(8),
  personal: z.array(z.object({ kind: personalKindSchema, start: place, end: place, confidence })).max(50),
  marks: readingMarksSchema,
});
export type Reading = z.infer<typeof readingSchema>;

/** What can be put right: a verdict's label, or whether a signal or a special mail is there at all (`true`, `false`). */
export const correctionTaskSchema = z.enum([...VERDICT_TASKS, ...signalKindSchema.options, ...specialMailKindSchema.options] as [string, ...string[]]) as unknown as z.ZodEnum<{ [K in VerdictTask | ReadSignalKind | z.infer<typeof specialMailKindSchema>]: K }>;
export type CorrectionTask = z.infer<typeof correctionTaskSchema>;
export const correctionSchema = z.object({ label: z.string().min(1).max(20), was: z.string().min(1).max(20), byAgentId: agentIdSchema, at: instantSchema });
export type Correction = z.infer<typeof correctionSchema>;

/** On a message: what was read, by which models, and what people put right since; newest word per task. */
export const messageReadingSchema = readingSchema.extend({
  at: instantSchema,
  modelsVersion: z.string().min(1).max(40),
  corrections: z.partialRecord(correctionTaskSchema, correctionSchema).optional(),
});
export type MessageReading = z.infer<typeof messageReadingSchema>;

/** What a queue line warns of or names; danger first. */
export const readingFlagSchema = z.enum([
  'danger', 'outage', 'threatToCancel', 'abuse', 'personalData', 'impostor', 'spamWave', 'reach', 'velocity', 'noise', 'praise',
  ...specialMailKindSchema.options,
]);
export type ReadingFlag = z.infer<typeof readingFlagSchema>;

/** One message in short, corrections counted. */
export const readingSummaryShape = {
  sentiment: sentimentSchema,
  caseType: caseTypeSchema,
  /** T8: false is "probably needs no answer", a suggestion. */
  needsAnswer: z.boolean(),
  language: messageLanguageSchema,
  /** How sure of the kind of case, two decimals; 1 where a person said so. */
  confidence,
};
export const readingSummarySchema = z.object({ ...readingSummaryShape, flags: z.array(readingFlagSchema).max(20), waveId: z.string().max(128).optional() });
export type ReadingSummary = z.infer<typeof readingSummarySchema>;

/** On a conversation: its last message in short, and the flags of everything in the open turn, each with the message it comes from. */
export const conversationReadingSchema = z.object({
  messageId: messageIdSchema,
  ...readingSummaryShape,
  flags: z.array(z.object({ flag: readingFlagSchema, messageId: messageIdSchema })).max(60),
  waveId: z.string().max(128).optional(),
});
export type ConversationReading = z.infer<typeof conversationReadingSchema>;

/** Whose word the form of address is: an agent's wins over the customer's own, that over a guess. */
export const addressSourceSchema = z.enum(['guess', 'customer', 'agent']);
export type AddressSource = z.infer<typeof addressSourceSchema>;
