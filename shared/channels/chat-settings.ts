import { z } from 'zod';

const origin = z.string().max(200).regex(/^https?:\/\/[a-z0-9.-]+(:(\d{1,5}|\*))?$|^https?:\/\/\[[0-9a-f:]+\](:(\d{1,5}|\*))?$/, 'scheme://host[:port], lower case, without a path');

/** What a web chat account says of itself (`account.settings`). */
export const chatSettingsSchema = z.object({
  /** Pages that may show the widget. `:*` as the port only on this machine (localhost, 127.0.0.1, [::1]). */
  origins: z.preprocess((given) => (typeof given === 'string' ? given.split(/[\s,]+/).filter((one) => one !== '') : given), z.array(origin).max(50).default([])),
  /** How the brand's people are called: first name and initial, the whole name, or the brand alone. */
  persona: z.enum(['short', 'full', 'brand']).default('short'),
  /** Whether visitors are asked for stars at the end. */
  rating: z.preprocess((given) => (given === '' ? undefined : given === 'no' ? false : given === 'yes' ? true : given), z.boolean().default(true)),
});
export type ChatSettings = z.infer<typeof chatSettingsSchema>;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True where the page's origin stands in the list. Nothing is allowed by an empty one. */
export function allowsOrigin(allowed: readonly string[], given: string): boolean {
  return allowed.some((pattern) => {
    if (!pattern.endsWith(':*')) return pattern === given;
    const base = pattern.slice(0, -2);
    const host = base.replace(/^https?:\/\//, '');
    return LOOPBACK.has(host) && (given === base || (given.startsWith(`${base}:`) && /^\d{1,5}$/.test(given.slice(base.length + 1))));
  });
}

/** "Mira Albers" as the visitor reads it. */
export function personaOf(name: string, brand: string, persona: ChatSettings['persona']): string {
  if (persona === 'brand') return brand.slice(0, 50);
  const words = name.trim().split(/\s+/);
  const last = words.at(-1);
  const short = words.length < 2 || last === undefined ? name : `${words[0] ?? ''} ${[...last][0] ?? ''}.`;
  return (persona === 'full' ? name : short).slice(0, 50);
}
