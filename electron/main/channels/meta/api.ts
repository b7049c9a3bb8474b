import { z } from 'zod';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { LimitReading, OutboundTarget } from '../ports.ts';

/** What lies in the keychain: the token of the page (Instagram speaks with the token of the page it belongs to). */
const credentialSchema = z.object({ accessToken: z.string().min(1).max(4_000) });
const settingsSchema = z.object({
  remoteId: z.string().regex(/^\d{1,32}$/),
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
  humanAgent: z.boolean().optional(),
  /** `AB=123, CD=456`: which persona stands for whose initials. */
  personas: z.string().max(4_000).optional(),
});

export interface GraphApi {
  readonly url: string;
  readonly token: string;
  /** The page's or the Instagram account's number. */
  readonly ownId: string;
  readonly humanAgent: boolean;
  readonly personas: ReadonlyMap<string, string>;
}

const VERSION = 'v23.0';

/** Undefined where the stored credential or the settings cannot be read. */
export function readTarget(target: OutboundTarget): GraphApi | undefined {
  try {
    const { accessToken } = credentialSchema.parse(JSON.parse(target.credential));
    const settings = settingsSchema.parse(target.settings ?? {});
    return { url: settings.apiUrl ?? 'https://graph.facebook.com', token: accessToken, ownId: settings.remoteId, humanAgent: settings.humanAgent ?? false, personas: personasOf(settings.personas ?? '') };
  } catch {
    return undefined;
  }
}

function personasOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/(\p{L}{1,4})\s*=\s*(\d{1,32})/gu)].map((found) => [found[1] ?? '', found[2] ?? '']));
}

export type GraphAnswer = Extract<HttpAnswer, { kind: 'answer' }>;

/** `path` without the version, each part already encoded. */
export function call(api: GraphApi, request: { method: 'GET' | 'POST' | 'DELETE'; path: string; query?: Readonly<Record<string, string>> | undefined; body?: object | undefined; signal: AbortSignal }): Promise<HttpAnswer> {
  const url = new URL(`/${VERSION}${request.path}`, api.url);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  return httpCall({ method: request.method, url, headers: { authorization: `Bearer ${api.token}` }, body: request.body, signal: request.signal });
}

const errorSchema = z.object({ error: z.object({ code: z.number().int(), message: z.string().max(5_000), error_subcode: z.number().int().optional() }) });
export interface GraphError {
  readonly code: number;
  readonly subcode: number | undefined;
  readonly detail: string;
}

/** A refusal in the platform's own words; a page of some proxy in between is none. */
export function errorOf(answer: GraphAnswer): GraphError | undefined {
  const read = errorSchema.safeParse(answer.body);
  if (!read.success) return undefined;
  const { code, message, error_subcode: subcode } = read.data.error;
  return { code, subcode, detail: `${code}${subcode === undefined ? '' : `/${subcode}`}: ${message}`.slice(0, 500) };
}

const percent = z.number().min(0).max(100_000);
const appUsageSchema = z.object({ call_count: percent, total_time: percent.optional(), total_cputime: percent.optional() });
const businessUsageSchema = z.record(z.string(), z.array(z.object({ type: z.string(), call_count: percent, total_time: percent.optional(), total_cputime: percent.optional(), estimated_time_to_regain_access: z.number().min(0).optional() })));

/** What the usage headers say: how much is left of a hundred, and for how long we are shut out, ms. */
export function usageOf(answer: GraphAnswer): { remaining: number; regainMs: number | undefined } | undefined {
  const app = appUsageSchema.safeParse(jsonIn(answer.headers.get('x-app-usage')));
  const business = businessUsageSchema.safeParse(jsonIn(answer.headers.get('x-business-use-case-usage')));
  const all = [...(app.success ? [app.data] : []), ...(business.success ? Object.values(business.data).flat() : [])];
  if (all.length === 0) return undefined;
  const used = Math.max(...all.flatMap((one) => [one.call_count, one.total_time ?? 0, one.total_cputime ?? 0]));
  const minutes = business.success ? Math.max(0, ...Object.values(business.data).flat().map((one) => one.estimated_time_to_regain_access ?? 0)) : 0;
  return { remaining: Math.max(0, Math.floor(100 - used)), regainMs: minutes > 0 ? minutes * 60_000 : undefined };
}

/** Per cent say little while there is plenty: only what is left of the last fifth is handed on, as so many actions for the next minute. */
const SCARCE = 20;

export function limitsOf(answer: GraphAnswer, action: string, now: number): LimitReading[] {
  const usage = usageOf(answer);
  return usage === undefined || usage.remaining > SCARCE ? [] : [{ action, remaining: usage.remaining, limit: 100, ...(usage.regainMs === undefined ? {} : { resetAt: now + usage.regainMs }) }];
}

function jsonIn(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
