import type { Dice } from '../../../simulation/dice.ts';

const STRANGE: readonly unknown[] = [null, true, '', ' ', 0, -1, 1e308, -0.5, 2 ** 53, '0', '\u0000', '\ud800', '\u202e\u200b', 'x'.repeat(5_000), '😀'.repeat(300), [], {}, [[]], { __proto__: null }, '9'.repeat(400), '1970-01-01T00:00:00Z', '+275760-09-13T00:00:00.001Z', 'constructor', '../../x', '<script>', 'https://[', '@'.repeat(64)];
const TOKENS = ['null', '{}', '[]', '"', '\\', '\r\n', '\u0000', '--x', '<', '>', ':', '{', '}', '[', ']', ',', '0', '-', 'e999', '=?', '?=', ';', 'Content-Type: multipart/mixed; boundary=x\r\n', '\r\n\r\n', ' ', '\ufffd', '__proto__'].map((token) => Buffer.from(token));

/** One to four changes: bits, bytes, slices, tokens; in JSON also values put in the place of others, fields lost, doubled and nested. Never gives its input's own memory. */
export function mutate(sample: Buffer, dice: Dice): Buffer {
  const inJson = dice.int(3) === 0 ? undefined : mutateJson(sample, dice);
  // Broken JSON is found at once; most of what goes on is whole, with one value that is not what it should be.
  if (inJson !== undefined && dice.int(4) !== 0) return inJson;
  let bytes = inJson ?? Buffer.from(sample);
  const times = 1 + dice.int(4);
  for (let n = 0; n < times; n += 1) bytes = once(bytes, dice);
  return bytes;
}

function once(bytes: Buffer, dice: Dice): Buffer {
  const at = bytes.length === 0 ? 0 : dice.int(bytes.length);
  const to = Math.min(bytes.length, at + 1 + dice.int(40));
  switch (dice.int(9)) {
    case 0:
      if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.int(8));
      return bytes;
    case 1:
      if (bytes.length > 0) bytes[at] = dice.int(256);
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 4:
      return bytes.subarray(0, at);
    case 5:
      return Buffer.concat([bytes.subarray(0, at), TOKENS[dice.int(TOKENS.length)] ?? Buffer.alloc(0), bytes.subarray(at)]);
    case 6:
      return Buffer.concat([bytes.subarray(0, at), TOKENS[dice.int(TOKENS.length)] ?? Buffer.alloc(0), bytes.subarray(to)]);
    case 7: {
      const from = bytes.length === 0 ? 0 : dice.int(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + 60), bytes.subarray(at)]);
    }
    default: {
      // The same over and over: depth and length.
      const slice = bytes.subarray(at, Math.min(to, at + 12));
      return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: dice.int(60) }, () => slice), bytes.subarray(at)]);
    }
  }
}

function mutateJson(sample: Buffer, dice: Dice): Buffer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(sample.toString('utf8'));
  } catch {
    return undefined;
  }
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(value);
  const place = places[dice.int(Math.max(1, places.length))];
  if (place === undefined) return undefined;
  const old = place.holder[place.key];
  const other = places[dice.int(places.length)];
  switch (dice.int(5)) {
    case 0:
      delete place.holder[place.key];
      break;
    case 1:
      place.holder[place.key] = other === undefined ? null : structuredClone(other.holder[other.key]);
      break;
    case 2:
      place.holder[place.key] = [old, old];
      break;
    case 3:
      place.holder[place.key] = Array.isArray(old) ? Array.from({ length: 300 }, () => old[0] as unknown) : { [place.key]: old };
      break;
    default:
      place.holder[place.key] = STRANGE[dice.int(STRANGE.length)];
  }
  return Buffer.from(JSON.stringify(value));
}
