const MAX_DEPTH = 24;

/** `size`: characters this value would take as JSON, roughly; counting stops as soon as `limit` is passed. */
export type PlainSize = { readonly kind: 'plain'; readonly size: number } | { readonly kind: 'tooLarge' } | { readonly kind: 'notPlain' };

/**
 * Looks at a value from the other side before anything else does: only what JSON can say passes. Functions, dates, maps, cycles, accessors
 * and keys that reach for a prototype do not. Never throws.
 */
export function plainSize(value: unknown, limit: number): PlainSize {
  let size = 0;
  const walk = (part: unknown, depth: number): PlainSize['kind'] => {
    if (depth > MAX_DEPTH) return 'notPlain';
    if (typeof part === 'string') size += part.length + 2;
    else if (typeof part === 'number' || typeof part === 'boolean' || part === null || part === undefined) size += 6;
    else if (typeof part !== 'object') return 'notPlain';
    else return walkObject(part, depth);
    return size > limit ? 'tooLarge' : 'plain';
  };
  const walkObject = (part: object, depth: number): PlainSize['kind'] => {
    const prototype: unknown = Object.getPrototypeOf(part);
    if (!Array.isArray(part) && prototype !== null && prototype !== Object.prototype) return 'notPlain';
    // A sparse array would cost as much as its length to go through.
    if (Array.isArray(part) && part.length > limit) return 'tooLarge';
    size += 2;
    for (const key of Object.keys(part)) {
      const held = Object.getOwnPropertyDescriptor(part, key);
      if (key === '__proto__' || held === undefined || !('value' in held)) return 'notPlain';
      size += key.length + 4;
      const inner = size > limit ? 'tooLarge' : walk(held.value, depth + 1);
      if (inner !== 'plain') return inner;
    }
    return 'plain';
  };
  try {
    const kind = walk(value, 0);
    return kind === 'plain' ? { kind, size } : { kind };
  } catch {
    return { kind: 'notPlain' };
  }
}
