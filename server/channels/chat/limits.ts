import type { Clock } from '../../../shared/util/ports.ts';
import { Buckets, Counts } from './buckets.ts';

export interface ChatLimitRules {
  readonly sayPerVisitor: { readonly perSecond: number; readonly burst: number };
  readonly sayPerAddress: { readonly perSecond: number; readonly burst: number };
  /** Typing, seen, pings and the like. */
  readonly signsPerSocket: { readonly perSecond: number; readonly burst: number };
  readonly connectPerAddress: { readonly perSecond: number; readonly burst: number };
  /** First messages of new visitors. */
  readonly newPerAddress: { readonly perSecond: number; readonly burst: number };
  readonly mailPerVisitor: { readonly perSecond: number; readonly burst: number };
  readonly mailPerAddress: { readonly perSecond: number; readonly burst: number };
  readonly socketsPerAddress: number;
  readonly socketsPerVisitor: number;
  readonly sockets: number;
}

const HOUR = 3_600;

/** A household or an office behind one address chats without noticing; a script does not get far. */
export const CHAT_LIMITS: ChatLimitRules = {
  sayPerVisitor: { perSecond: 0.5, burst: 8 },
  sayPerAddress: { perSecond: 3, burst: 40 },
  signsPerSocket: { perSecond: 4, burst: 30 },
  connectPerAddress: { perSecond: 2, burst: 60 },
  newPerAddress: { perSecond: 30 / HOUR, burst: 15 },
  mailPerVisitor: { perSecond: 1 / HOUR, burst: 2 },
  mailPerAddress: { perSecond: 2 / HOUR, burst: 5 },
  socketsPerAddress: 60,
  socketsPerVisitor: 12,
  sockets: 20_000,
};

/** What one visitor and one address may do. Addresses are held in memory for counting and nowhere else. */
export class ChatLimits {
  readonly rules: ChatLimitRules;
  readonly sayVisitor: Buckets;
  readonly sayAddress: Buckets;
  readonly connect: Buckets;
  readonly newVisit: Buckets;
  readonly mailVisitor: Buckets;
  readonly mailAddress: Buckets;
  readonly socketsOfAddress = new Counts();

  constructor(rules: ChatLimitRules, clock: Pick<Clock, 'steady'>) {
    this.rules = rules;
    this.sayVisitor = new Buckets(rules.sayPerVisitor, clock);
    this.sayAddress = new Buckets(rules.sayPerAddress, clock);
    this.connect = new Buckets(rules.connectPerAddress, clock);
    this.newVisit = new Buckets(rules.newPerAddress, clock);
    this.mailVisitor = new Buckets(rules.mailPerVisitor, clock);
    this.mailAddress = new Buckets(rules.mailPerAddress, clock);
  }
}
