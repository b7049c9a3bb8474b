import type { OutboundConnector, ReconcileOutcome, ReconcileRequest, SendOutcome, SendRequest } from '../../electron/main/channels/ports.ts';
import type { Dice } from './dice.ts';
import { KEY_TRUSTED_MS, type Platform, type Verdict } from './platform.ts';
import { never, type Life, type Scheduler } from './scheduler.ts';

/** How the way between a desk and the platform behaves at the moment: chances from 0 to 1. */
export interface Weather {
  offline: boolean;
  /** The request vanishes after bytes were written: no effect, nobody knows. */
  lost: number;
  /** The effect is there, the answer is not. */
  answerLost: number;
  /** The effect is there, the answer is a server error. */
  errorAfter: number;
  /** The desk is told nothing in time, the effect comes late. */
  late: number;
}

export const FAIR: Weather = { offline: false, lost: 0, answerLost: 0, errorAfter: 0, late: 0 };

export interface ConnectorParts {
  readonly channel: string;
  readonly platform: Platform;
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly life: Life;
  readonly weather: () => Weather;
  readonly onSend: (request: SendRequest) => void;
}

/** The outbound side of a channel towards the platform of the simulation: every request, effect and answer is an event of its own. */
export function simConnector(parts: ConnectorParts): OutboundConnector {
  const { platform, sched, dice, life, channel } = parts;
  const travel = (): number => 5 + dice.stretch(60);
  const told = <T>(resolve: (value: T) => void, afterMs: number, value: T): void => {
    sched.after(afterMs, life, 'platform:answer', () => resolve(value));
  };

  const send = (request: SendRequest): Promise<SendOutcome> => {
    if (!life.alive) return never();
    parts.onSend(request);
    const weather = parts.weather();
    if (weather.offline) return new Promise((resolve) => told(resolve, travel(), { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: 'no byte was written', retryable: true } }));
    const write = (): Verdict => platform.write({ channel, replyId: request.platformKey, part: request.part, frozen: request.frozen, inReplyTo: request.part === 0 ? request.frozen.inReplyToRemoteId : request.previousRemoteId });
    return new Promise((resolve) => {
      const luck = dice.next();
      const gone = (detail: string): SendOutcome => ({ kind: 'unknown', detail });
      // Told soon by a broken connection, or never: then the sender's own limit ends it.
      const unheard = (detail: string): void => {
        if (dice.chance(0.5)) told(resolve, dice.stretch(2_000), gone(detail));
      };
      if (luck < weather.lost) return unheard('connection broken');
      const late = luck < weather.lost + weather.late;
      sched.after(late ? 2_000 + Math.min(60_000, dice.stretch(20_000)) : travel(), undefined, 'platform:write', () => {
        const verdict = write();
        if (late) return;
        const after = dice.next();
        if (after < weather.answerLost) return unheard('answer lost');
        if (after < weather.answerLost + weather.errorAfter) return told(resolve, travel(), gone('the platform answered 500'));
        told(resolve, travel(), outcomeOf(verdict));
      });
      if (late) unheard('no answer yet');
    });
  };

  const reconcile = (request: ReconcileRequest): Promise<ReconcileOutcome> => {
    if (!life.alive) return never();
    const weather = parts.weather();
    return new Promise((resolve) => {
      if (weather.offline || dice.chance(weather.lost)) return told(resolve, travel(), { kind: 'unreachable', detail: 'no answer' });
      sched.after(travel(), undefined, 'platform:read', () => told(resolve, travel(), look(platform, channel, request)));
    });
  };

  return {
    channel,
    safeToRepeat: ({ firstAttemptAt, now }) => platform.behaviours.get(channel) === 'key' && now >= firstAttemptAt && now - firstAttemptAt < KEY_TRUSTED_MS,
    send,
    reconcile,
    check: async () => ({ ok: true, as: platform.handle }),
  };
}

function outcomeOf(verdict: Verdict): SendOutcome {
  switch (verdict.kind) {
    case 'made':
      return { kind: 'delivered', remoteId: verdict.post.id, sentAt: verdict.post.sentAt };
    case 'slowDown':
      return { kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail: 'slow down', retryable: true }, retryAfterMs: verdict.retryAfterMs };
    case 'refused':
      return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: verdict.code, retryable: false } };
  }
}

/** By key where the platform keeps one, else by text in its place. */
function look(platform: Platform, channel: string, request: ReconcileRequest): ReconcileOutcome {
  const key = `${request.platformKey}.${request.part}`;
  for (const post of platform.ownPosts(channel)) {
    const fits = post.clientKey === undefined ? request.isTaken?.(post.id) !== true && post.text === request.frozen.parts[request.part] && post.visibility === request.frozen.visibility && post.inReplyTo === (request.part === 0 ? request.frozen.inReplyToRemoteId : request.previousRemoteId) : post.clientKey === key;
    if (fits) return { kind: 'found', remoteId: post.id, sentAt: post.sentAt };
  }
  return { kind: 'notFound' };
}
