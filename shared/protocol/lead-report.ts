import { z } from 'zod';
import { feedViewSchema } from '../domain/feed-view.ts';
import { leadReportAnswerSchema as answer, leadReportRequestSchema as request } from '../domain/lead-report.ts';

export const leadReportSchema = request;
export const leadReportAnswerSchema = answer;
/** How the server's feeds are doing, to leads: all of them at the start, then what changed. Not logged. */
export const feedsDownSchema = z.object({ feeds: z.array(feedViewSchema).max(2_000) });
