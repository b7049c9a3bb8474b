import type { z } from 'zod';
import type { Dice } from '../../simulation/dice.ts';
import { formOf, resolve, type Form } from './form.ts';

const TEXTS = ['Guten Tag', 'Wann geht das Internet wieder?', 'é́', '<b>x</b>', '😀', 'a', '0'];
/** A text for each pattern the contracts use; a new pattern asks for a line here. */
const BY_PATTERN: readonly string[] = ['c-1', 'w-1', '0123456789abcdef0123456789abcdef', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'text/plain', 'de', 'AB', '08:30', '2026-11-22', '#aabbcc', 'https://example.org/', 'mobile', '1', '12:00'];

/** A value that fits the schema, chosen by the dice; undefined where none was found within a few dozen throws. `known`: ids to name now and then. */
export function fitting(schema: z.ZodType, dice: Dice, form: Form = formOf(schema)): unknown {
  for (let tries = 0; tries < 60; tries += 1) {
    const value = make(form, form, dice, 0);
    if (schema.safeParse(value).success) return value;
  }
  return undefined;
}

function make(given: Form, root: Form, dice: Dice, depth: number): unknown {
  const form = resolve(given, root);
  if (form.const !== undefined) return form.const;
  if (form.enum !== undefined) return dice.pick(form.enum);
  const ways = form.anyOf ?? form.oneOf;
  if (ways !== undefined) return make(dice.pick(ways), root, dice, depth + 1);
  if (form.allOf !== undefined) return Object.assign({}, ...form.allOf.map((part) => make(part, root, dice, depth + 1))) as unknown;
  switch (form.type) {
    case 'null':
      return null;
    case 'boolean':
      return dice.chance(0.5);
    case 'string':
      return makeText(form, dice);
    case 'number':
    case 'integer': {
      const low = form.minimum ?? (form.exclusiveMinimum === undefined ? 0 : form.exclusiveMinimum + 1);
      const high = Math.min(form.maximum ?? (form.exclusiveMaximum === undefined ? low + 1_000 : form.exclusiveMaximum - 1), low + 1_000_000);
      return low + dice.int(high - low + 1);
    }
    case 'array': {
      const least = form.minItems ?? 0;
      const count = form.prefixItems?.length ?? least + dice.int(Math.max(1, Math.min((form.maxItems ?? 3) - least + 1, depth > 4 ? 1 : 3)));
      return Array.from({ length: count }, (_, i) => make(form.prefixItems?.[i] ?? form.items ?? {}, root, dice, depth + 1));
    }
    case 'object': {
      const made: Record<string, unknown> = {};
      for (const [key, part] of Object.entries(form.properties ?? {}))
        if (form.required?.includes(key) === true || (depth < 6 && dice.chance(0.4))) made[key] = make(part, root, dice, depth + 1);
      if (typeof form.additionalProperties === 'object' && form.propertyNames !== undefined && depth < 6) {
        const names = resolve(form.propertyNames, root).enum;
        for (const key of names ?? [makeText(form.propertyNames, dice)]) made[String(key)] = make(form.additionalProperties, root, dice, depth + 1);
      }
      return made;
    }
    default:
      return dice.pick([null, 1, 'x', {}, []]);
  }
}

function makeText({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format }: Form, dice: Dice): string {
  if (format === 'uri') return 'http://127.0.0.1:1/';
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  const choice = (pattern === undefined ? TEXTS : BY_PATTERN).filter(fits);
  if (choice.length > 0) return dice.pick(choice);
  if (pattern === undefined) return 'x'.repeat(minLength);
  throw new Error(`no text is known for the pattern ${pattern}`);
}
