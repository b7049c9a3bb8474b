import type { z } from 'zod';

// What the writer checks is made of a dozen kinds of schema. For these the check and the copy are written out as code once, at start: the same
// answer as the schema's own `parse` at a third of the time and with little of its garbage. Whatever is not plainly valid goes to `parse`, which says why.

interface Check {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
}
interface Def {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: unknown;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
}
interface Schema {
  readonly _zod: { readonly def: Def };
}

/** A fresh copy of valid data in the schema's own order of keys; undefined where `parse` must be asked. */
export type QuickCopy = (data: unknown) => unknown;

class NotPlain extends Error {}

/** The copy for this schema, or undefined where it uses something not known here or the runtime makes no code. */
export function quickCopy(schema: z.ZodType): QuickCopy | undefined {
  const writer = new Writer();
  try {
    const name = writer.structure(schema as unknown as Schema);
    // Nothing from outside gets in here: keys and limits of our own schemas, quoted.
    // oxlint-disable-next-line typescript/no-implied-eval
    return (new Function('patterns', `'use strict';\n${writer.code.join('\n')}\nreturn ${name};`) as (patterns: readonly RegExp[]) => QuickCopy)(writer.patterns);
  } catch {
    return undefined;
  }
}

const text = (value: unknown): string => JSON.stringify(value);

class Writer {
  readonly code: string[] = [];
  readonly patterns: RegExp[] = [];
  #names = 0;

  /** Writes the function for an object, array or union and gives its name. */
  structure(schema: Schema): string {
    const { def } = schema._zod;
    const name = `copy${(this.#names += 1)}`;
    const body = def.type === 'object' ? this.#object(def) : def.type === 'array' ? this.#array(def) : this.#union(def);
    this.code.push(`function ${name}(d) {\n${body}\n}`);
    return name;
  }

  #object({ shape, checks, catchall }: Def): string {
    if (shape === undefined || (checks?.length ?? 0) > 0 || catchall !== undefined || Object.hasOwn(shape, '__proto__')) throw new NotPlain();
    const lines = [`if (typeof d !== 'object' || d === null || Array.isArray(d)) return undefined;`];
    const fields = Object.entries(shape).map(([key, schema], at) => ({ key, schema, at, inner: schema._zod.def.type === 'optional' ? schema._zod.def.innerType : undefined }));
    for (const { key, schema, at, inner } of fields) {
      lines.push(`let v${at} = d[${text(key)}];`);
      const read = this.#value(inner ?? schema, `v${at}`);
      lines.push(inner === undefined ? read : `if (v${at} !== undefined) {\n${read}\n}`);
    }
    const firstOptional = fields.findIndex((f) => f.inner !== undefined);
    const leading = firstOptional < 0 ? fields : fields.slice(0, firstOptional);
    lines.push(`const o = { ${leading.map(({ key, at }) => `${text(key)}: v${at}`).join(', ')} };`);
    for (const { key, at, inner } of fields.slice(leading.length))
      lines.push(`${inner === undefined ? '' : `if (v${at} !== undefined || ${text(key)} in d) `}o[${text(key)}] = v${at};`);
    return `${lines.join('\n')}\nreturn o;`;
  }

  #array({ element, checks }: Def): string {
    if (element === undefined) throw new NotPlain();
    const limits = (checks ?? []).map(({ _zod: { def } }) => {
      if (def.check === 'max_length') return `if (d.length > ${text(def.maximum)}) return undefined;`;
      if (def.check === 'min_length') return `if (d.length < ${text(def.minimum)}) return undefined;`;
      if (def.check === 'length_equals') return `if (d.length !== ${text(def.length)}) return undefined;`;
      throw new NotPlain();
    });
    return `if (!Array.isArray(d)) return undefined;\n${limits.join('\n')}\nconst o = [];\nfor (let i = 0; i < d.length; i += 1) {\nlet v = d[i];\n${this.#value(element, 'v')}\no.push(v);\n}\nreturn o;`;
  }

  /** Only where one key says which option it is: otherwise the first that fits would have to be found as `parse` finds it. */
  #union({ type, options, discriminator, checks }: Def): string {
    if (type !== 'union' || options === undefined || discriminator === undefined || (checks?.length ?? 0) > 0) throw new NotPlain();
    const cases = options.map((option) => {
      const tag = option._zod.def.shape?.[discriminator]?._zod.def;
      if (tag?.type !== 'literal' || tag.values === undefined || !tag.values.every((v) => typeof v === 'string')) throw new NotPlain();
      return `${tag.values.map((v) => `case ${text(v)}:`).join(' ')} return ${this.structure(option)}(d);`;
    });
    return `if (typeof d !== 'object' || d === null) return undefined;\nswitch (d[${text(discriminator)}]) {\n${cases.join('\n')}\ndefault: return undefined;\n}`;
  }

  /** Code that leaves the function unless `at` holds a valid value, and replaces structures by their copies. */
  #value(schema: Schema, at: string): string {
    const { def } = schema._zod;
    switch (def.type) {
      case 'object':
      case 'array':
      case 'union':
        return `${at} = ${this.structure(schema)}(${at});\nif (${at} === undefined) return undefined;`;
      case 'string':
        return this.#unless([`typeof ${at} === 'string'`, ...(def.checks ?? []).map((c) => this.#stringCheck(c._zod.def, at))]);
      case 'number':
        return this.#unless([`Number.isFinite(${at})`, ...(def.checks ?? []).map((c) => numberCheck(c._zod.def, at))]);
      case 'boolean':
        return this.#unless([`typeof ${at} === 'boolean'`]);
      case 'enum':
        return this.#oneOf(Object.values(def.entries ?? {}), at);
      case 'literal':
        return this.#oneOf(def.values ?? [], at);
      default:
        throw new NotPlain();
    }
  }

  #oneOf(values: readonly unknown[], at: string): string {
    if (values.length === 0 || !values.every((v) => typeof v === 'string' || typeof v === 'boolean')) throw new NotPlain();
    return this.#unless([`(${values.map((v) => `${at} === ${text(v)}`).join(' || ')})`]);
  }

  #unless(conditions: readonly string[]): string {
    return `if (!(${conditions.join(' && ')})) return undefined;`;
  }

  #stringCheck(check: Check, at: string): string {
    if (check.check === 'min_length') return `${at}.length >= ${text(check.minimum)}`;
    if (check.check === 'max_length') return `${at}.length <= ${text(check.maximum)}`;
    if (check.check !== 'string_format' || check.format !== 'regex' || check.pattern === undefined || check.pattern.global || check.pattern.sticky) throw new NotPlain();
    this.patterns.push(check.pattern);
    return `patterns[${this.patterns.length - 1}].test(${at})`;
  }
}

function numberCheck(check: Check, at: string): string {
  if (check.check === 'number_format' && check.format === 'safeint') return `Number.isSafeInteger(${at})`;
  if (check.check === 'greater_than') return `${at} ${check.inclusive === true ? '>=' : '>'} ${text(check.value)}`;
  if (check.check === 'less_than') return `${at} ${check.inclusive === true ? '<=' : '<'} ${text(check.value)}`;
  throw new NotPlain();
}
