import { resolve, type Form } from './form.ts';

/**
 * Whether a value fits a form, by code that shares nothing with the schemas' library: a second opinion. Gives what is wrong, or undefined. `strict`: fields the
 * form does not name are wrong too.
 */
export function whatIsWrong(form: Form, value: unknown, strict = false, root: Form = form): string | undefined {
  const rule = resolve(form, root);
  if (rule.const !== undefined && value !== rule.const) return 'const';
  if (rule.enum !== undefined && !rule.enum.includes(value)) return 'enum';
  const ways = rule.anyOf ?? rule.oneOf;
  if (ways !== undefined && ways.every((way) => whatIsWrong(way, value, strict, root) !== undefined)) return 'none of the ways';
  for (const part of rule.allOf ?? []) {
    const wrong = whatIsWrong(part, value, strict, root);
    if (wrong !== undefined) return wrong;
  }
  switch (rule.type) {
    case undefined:
      return undefined;
    case 'null':
      return value === null ? undefined : 'null';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'boolean';
    case 'string':
      return typeof value === 'string' ? wrongText(rule, value) : 'string';
    case 'number':
    case 'integer':
      return typeof value === 'number' ? wrongNumber(rule, value) : 'number';
    case 'array':
      return Array.isArray(value) ? wrongList(rule, value, strict, root) : 'array';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? wrongObject(rule, value as Record<string, unknown>, strict, root) : 'object';
    default:
      throw new Error(`a form of type ${rule.type} is not known here`);
  }
}

const patterns = new Map<string, RegExp>();
function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, known);
  return known;
}

function wrongText({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Form, text: string): string | undefined {
  // Letters are counted, not halves of them; a text that is short even so need not be taken apart.
  const length = text.length > Math.min(minLength, maxLength) ? [...text.slice(0, 2 * Math.min(maxLength, 1e6) + 2)].length : text.length;
  if (length < minLength || length > maxLength) return 'length';
  return pattern !== undefined && !patternOf(pattern).test(text) ? 'pattern' : undefined;
}

function wrongNumber(rule: Form, number: number): string | undefined {
  if (!Number.isFinite(number)) return 'finite';
  if (rule.type === 'integer' && !Number.isInteger(number)) return 'integer';
  if (number < (rule.minimum ?? number) || number > (rule.maximum ?? number)) return 'range';
  return number <= (rule.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) || number >= (rule.exclusiveMaximum ?? Number.POSITIVE_INFINITY) ? 'range' : undefined;
}

function wrongList(rule: Form, list: readonly unknown[], strict: boolean, root: Form): string | undefined {
  if (list.length < (rule.minItems ?? 0) || list.length > (rule.maxItems ?? Number.POSITIVE_INFINITY)) return 'items';
  // Holes count as what is not there; a list longer than this is judged by its beginning.
  for (let i = 0; i < Math.min(list.length, 1_000); i += 1) {
    const item = rule.prefixItems?.[i] ?? rule.items;
    const wrong = item === undefined ? undefined : whatIsWrong(item, list[i], strict, root);
    if (wrong !== undefined) return `${i}.${wrong}`;
  }
  return undefined;
}

function wrongObject(rule: Form, value: Record<string, unknown>, strict: boolean, root: Form): string | undefined {
  const known = rule.properties ?? {};
  for (const key of rule.required ?? []) if (value[key] === undefined || !Object.hasOwn(value, key)) return `${key} missing`;
  for (const [key, held] of Object.entries(value)) {
    const named = Object.hasOwn(known, key) ? known[key] : undefined;
    // A field that is there without a value is as good as absent.
    if (held === undefined && named !== undefined) continue;
    const form = named ?? (typeof rule.additionalProperties === 'object' ? rule.additionalProperties : undefined);
    if (named === undefined && rule.additionalProperties === false) return `${key} unknown`;
    if (named === undefined && strict && form === undefined && rule.properties !== undefined) return `${key} unknown`;
    if (named === undefined && rule.propertyNames !== undefined && whatIsWrong(rule.propertyNames, key, strict, root) !== undefined) return `${key} as a name`;
    const wrong = form === undefined ? undefined : whatIsWrong(form, held, strict, root);
    if (wrong !== undefined) return `${key}.${wrong}`;
  }
  return undefined;
}

/** Data that JSON could say, all the way down. */
export function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (typeof value !== 'object' || depth > 24) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return false;
  for (const key of Object.keys(value)) {
    const held = Object.getOwnPropertyDescriptor(value, key);
    if (key === '__proto__' || held === undefined || !('value' in held) || !isPlain(held.value, depth + 1)) return false;
  }
  return true;
}
