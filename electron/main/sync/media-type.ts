const SIGNS: readonly { readonly type: string; readonly fits: (bytes: Uint8Array) => boolean }[] = [
  { type: 'image/png', fits: (b) => starts(b, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', fits: (b) => starts(b, [0xff, 0xd8, 0xff]) },
  { type: 'image/gif', fits: (b) => starts(b, [0x47, 0x49, 0x46, 0x38]) },
  { type: 'image/webp', fits: (b) => starts(b, [0x52, 0x49, 0x46, 0x46]) && starts(b.subarray(8), [0x57, 0x45, 0x42, 0x50]) },
  { type: 'application/pdf', fits: (b) => starts(b, [0x25, 0x50, 0x44, 0x46, 0x2d]) },
];
const FORM = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

/** What a file is: by its first bytes where they tell, else as it says, unless it claims one of the kinds whose first bytes would tell. */
export function mediaTypeOf(claimed: string, bytes: Uint8Array): string {
  const seen = SIGNS.find(({ fits }) => fits(bytes))?.type;
  if (seen !== undefined) return seen;
  const type = (claimed.split(';')[0] ?? '').trim().toLowerCase();
  return !FORM.test(type) || SIGNS.some((sign) => sign.type === type) ? 'application/octet-stream' : type;
}

function starts(bytes: Uint8Array, sign: readonly number[]): boolean {
  return sign.every((byte, i) => bytes[i] === byte);
}
