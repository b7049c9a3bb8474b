// JSON goes in and comes out as `unknown`: whoever asks knows the schema and parses with it.

/** Throws TypeError where the value has no JSON form. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('a stored value needs a JSON form; undefined has none');
  return text;
}

export function fromJson(text: string): unknown {
  return JSON.parse(text);
}

export function fromJsonOrUndefined(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
