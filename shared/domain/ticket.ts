import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

/** D15: what somebody outside the desk owes a case: under which number, who, by when. Nothing of the customer stands in it. */
export const ticketSchema = z.object({
  id: z.string().min(1).max(128),
  number: z.string().trim().min(1).max(60),
  /** The department or person who has it. */
  owner: z.string().trim().min(1).max(120),
  dueAt: instantSchema,
  openedAt: instantSchema,
  byAgentId: agentIdSchema,
  /** It was not done in time, and the case came back. */
  overdueAt: instantSchema.optional(),
  closed: z.object({ at: instantSchema, byAgentId: agentIdSchema, outcome: z.enum(['done', 'withdrawn']) }).optional(),
});
export type Ticket = z.infer<typeof ticketSchema>;

/** Of one conversation, open and closed. */
export const MOST_TICKETS = 20;

/** The open one that is due first. */
export function nextTicket(tickets: readonly Ticket[] | undefined): Ticket | undefined {
  return tickets?.filter((one) => one.closed === undefined).toSorted((a, b) => a.dueAt - b.dueAt)[0];
}
