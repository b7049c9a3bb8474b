import { z } from 'zod';

/** A schema as JSON Schema says it: the part of that language the contracts use. */
export interface Form {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Form;
  readonly propertyNames?: Form;
  readonly items?: Form;
  readonly prefixItems?: readonly Form[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly anyOf?: readonly Form[];
  readonly oneOf?: readonly Form[];
  readonly allOf?: readonly Form[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Form>>;
}

/** What a schema asks of its input. Checks in code (refinements) are not in it: what the form allows the schema may still refuse. */
export function formOf(schema: z.ZodType): Form {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Form;
}

export function resolve(form: Form, root: Form): Form {
  if (form.$ref === undefined) return form;
  const found = form.$ref === '#' ? root : root.$defs?.[form.$ref.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`no form ${form.$ref}`);
  return found;
}
