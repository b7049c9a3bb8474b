import { inflateRawSync } from 'node:zlib';

const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const END_BYTES = 22;
const [STORED, DEFLATED] = [0, 8];

/** The files of a zip that `wanted` names, each at most `mostBytes`. Throws an Error for what is no zip, or more than that. */
export function unzip(zip: Buffer, wanted: (name: string) => boolean, mostBytes: number): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + END_BYTES > zip.length || zip.readUInt32LE(end) !== END) throw new Error('this is no zip');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) throw new Error('the list of this zip is broken');
    const [method, packed, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameBytes, extraBytes, commentBytes] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    if (wanted(name)) found.set(name, read(zip, zip.readUInt32LE(at + 42), { method, packed, size, mostBytes, name }));
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return found;
}

function read(zip: Buffer, at: number, given: { method: number; packed: number; size: number; mostBytes: number; name: string }): Buffer {
  const { method, packed, size, mostBytes, name } = given;
  if (size > mostBytes) throw new Error(`${name} is larger than expected`);
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== LOCAL) throw new Error(`${name} is not where the list says`);
  const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const data = zip.subarray(from, from + packed);
  if (method === STORED) return Buffer.from(data);
  if (method !== DEFLATED) throw new Error(`${name} is packed in a way not read here`);
  const content = inflateRawSync(data, { maxOutputLength: mostBytes });
  if (content.length !== size) throw new Error(`${name} is not as long as the list says`);
  return content;
}
