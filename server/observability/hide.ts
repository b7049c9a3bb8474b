/** Names whose values never reach the log: secrets, and what customers and agents wrote. Compared in lower case. */
const HIDDEN_NAMES = new Set([
  'password',
  'passwordhash',
  'accesstoken',
  'refreshtoken',
  'token',
  'secret',
  'masterkey',
  'metricstoken',
  'ingestkey',
  'ingestkeys',
  'webhooksecrets',
  'authorization',
  'cookie',
  'set-cookie',
  'signature',
  'x-leitstand-signature',
  'x-hub-signature-256',
  'x-twitter-webhooks-signature',
  'text',
  'body',
  'bodies',
  'draft',
  'note',
  'subject',
  'parts',
]);
const MAX_DEPTH = 8;

/** A copy for the log in which hidden names say `[hidden]`. Raw bytes are never shown; what is nested too deep is cut. */
export function hide(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return depth === 1 ? value : { type: value.name, message: value.message };
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return hide((value as { toJSON(): unknown }).toJSON(), depth + 1);
  if (Array.isArray(value)) return value.map((item) => hide(item, depth + 1));
  const shown: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (HIDDEN_NAMES.has(name.toLowerCase())) shown[name] = '[hidden]';
    else shown[name] = depth === 0 && (name === 'req' || name === 'res') ? inner : hide(inner, depth + 1);
  }
  return shown;
}
