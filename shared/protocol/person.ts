import type { z } from 'zod';
import type { likelySameAnswerSchema, likelySameRequestSchema, timelineRequestSchema } from '../domain/timeline.ts';

export { likelySameAnswerSchema, likelySameRequestSchema, timelineRequestSchema, timelineSchema } from '../domain/timeline.ts';
export type TimelineRequest = z.infer<typeof timelineRequestSchema>;
export type LikelySameRequest = z.infer<typeof likelySameRequestSchema>;
export type LikelySameAnswer = z.infer<typeof likelySameAnswerSchema>;
