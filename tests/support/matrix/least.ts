import { resolve, type Form } from '../forms/form.ts';

/** The least value that fits a form: only what is required, the first of every choice. `given`: by a field's name, what to put there; a list takes one of it. */
export function least(form: Form, given: Readonly<Record<string, unknown>>, root: Form = form, name = ''): unknown {
  const rule = resolve(form, root);
  if (Object.hasOwn(given, name)) {
    const known = given[name];
    return rule.type === 'array' && !Array.isArray(known) ? [known] : known;
  }
  const singular = name.endsWith('Ids') ? name.slice(0, -1) : '';
  if (rule.type === 'array' && Object.hasOwn(given, singular)) return [given[singular]];
  if (rule.const !== undefined) return rule.const;
  if (rule.enum !== undefined) return rule.enum[0];
  const ways = rule.anyOf ?? rule.oneOf;
  if (ways?.[0] !== undefined) return least(ways[0], given, root, name);
  switch (rule.type) {
    case 'boolean':
      return false;
    case 'string':
      return leastText(rule, name);
    case 'number':
    case 'integer':
      return Math.max(rule.minimum ?? 0, (rule.exclusiveMinimum ?? -1) + 1, 0);
    case 'array':
      return Array.from({ length: rule.minItems ?? 0 }, () => least(rule.items ?? {}, given, root));
    case 'object': {
      const made: Record<string, unknown> = {};
      for (const [key, part] of Object.entries(rule.properties ?? {})) if (rule.required?.includes(key) === true) made[key] = least(part, given, root, key);
      return made;
    }
    default:
      return null;
  }
}

function leastText({ minLength = 0, maxLength = 10_000, pattern }: Form, name: string): string {
  const choice = [`x-${name}`, 'none', 'AB', 'de', '0123456789abcdef0123456789abcdef', '0'.repeat(64), '2026-11-22', '08:30', 'x'];
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  return choice.find(fits) ?? 'x'.repeat(Math.max(1, minLength));
}
