// How a chosen fault bends one request: before the effect as a refusal or a lost connection, after it as a damaged answer.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Faults } from './faults.ts';
import { SandboxError } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    fault: Fault | undefined;
  }
}

const GARBAGE = '<!doctype html><html><head><title>Willkommen im WLAN</title></head><body><h1>Bitte melden Sie sich an</h1></body></html>';
const AFTER = new Set<string>(['error500AfterEffect', 'timeoutAfterEffect', 'closeAfterEffect', 'truncateAfterEffect', 'halfCloseAfterEffect', 'garbage200AfterEffect']);

/** Resolves when the client has gone (or `maxMs` is over). */
async function clientGone(reply: FastifyReply, maxMs: number | undefined): Promise<void> {
  if (reply.raw.destroyed || reply.raw.socket?.destroyed !== false) return;
  const stop = new AbortController();
  const gone = new Promise<void>((resolve) => reply.raw.once('close', resolve));
  if (maxMs === undefined) return gone;
  await Promise.race([gone, sleep(maxMs, undefined, { signal: stop.signal, ref: false })]);
  stop.abort();
}

/**
 * Plays the part of a fault that comes before the effect. True: the connection is taken over and no handler may run.
 * Throws SandboxError where the fault is a coded refusal. A `delay` goes on afterwards even when the client has left:
 * the request lands late, as on a real platform.
 */
export async function actBefore(faults: Faults, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const fault = request.fault;
  if (fault === undefined || AFTER.has(fault.kind)) return false;
  faults.fired(fault);
  request.fault = undefined;
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.delayMs ?? 1000);
      return false;
    case 'error500':
      throw new SandboxError('INTERNAL');
    case 'unavailable503':
      throw new SandboxError('UNAVAILABLE', { headers: fault.delayMs === undefined ? {} : { 'retry-after': seconds(fault.delayMs) } });
    case 'rateLimited':
      throw new SandboxError('RATE_LIMITED', { headers: { 'retry-after': seconds(fault.delayMs ?? 1000) } });
    case 'tokenExpired':
      throw new SandboxError('TOKEN_EXPIRED');
    case 'garbage200':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(GARBAGE);
      return true;
    case 'timeoutBeforeEffect':
      reply.hijack();
      await clientGone(reply, fault.delayMs);
      reply.raw.socket?.destroy();
      return true;
    default:
      reply.hijack();
      reset(reply);
      return true;
  }
}

/**
 * Plays the part of a fault that comes after the effect, in place of the true answer `payload`.
 * Gives the payload to send, or never resolves where the connection was taken over.
 */
export async function actAfter(faults: Faults, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const fault = request.fault;
  if (fault === undefined || !AFTER.has(fault.kind) || reply.statusCode >= 300) return payload;
  request.fault = undefined;
  faults.fired(fault);
  const never = new Promise<never>(() => {});
  const socket = reply.raw.socket;
  switch (fault.kind) {
    case 'error500AfterEffect':
      reply.code(500).removeHeader('content-length');
      return JSON.stringify(new SandboxError('INTERNAL').toBody());
    case 'garbage200AfterEffect':
      reply.code(200).removeHeader('content-length').type('text/html; charset=utf-8');
      return GARBAGE;
    case 'timeoutAfterEffect':
      await clientGone(reply, fault.delayMs);
      socket?.destroy();
      return never;
    case 'truncateAfterEffect': {
      const whole = Buffer.from(typeof payload === 'string' ? payload : '{"truncated":true}', 'utf8');
      reply.raw.writeHead(reply.statusCode, { 'content-type': 'application/json; charset=utf-8', 'content-length': whole.length });
      reply.raw.write(whole.subarray(0, Math.floor(whole.length / 2)), () => socket?.destroySoon());
      return never;
    }
    case 'halfCloseAfterEffect':
      // Only our direction ends; the client may go on writing and learns that no answer will come.
      socket?.end();
      return never;
    default:
      reset(reply);
      return never;
  }
}

/** Resets the connection: the client sees ECONNRESET, not an orderly end. */
function reset(reply: FastifyReply): void {
  const socket = reply.raw.socket;
  if (socket === null) return;
  socket.resetAndDestroy();
}

const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));
