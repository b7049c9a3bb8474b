// Draws the program's icons: `node tools/package/icons.ts`. They lie in electron/packaging/icons; run it again only to change how they look.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number, number];
/** Colour at a place, both 0…1 from the upper left. */
type Picture = (x: number, y: number) => Colour;

const CLEAR: Colour = [0, 0, 0, 0];
const INK: Colour = [23, 92, 172, 255];
const LIGHT: Colour = [255, 255, 255, 255];
const RED: Colour = [200, 40, 40, 255];
const BLACK: Colour = [0, 0, 0, 255];
/** Places looked at in each direction of one pixel. */
const FINE = 4;

const inRounded = (x: number, y: number, edge: number, radius: number): boolean => {
  const dx = Math.max(Math.abs(x - 0.5) - (0.5 - edge - radius), 0);
  const dy = Math.max(Math.abs(y - 0.5) - (0.5 - edge - radius), 0);
  return Math.hypot(dx, dy) <= radius;
};
const inBox = (x: number, y: number, left: number, top: number, right: number, bottom: number): boolean => x >= left && x <= right && y >= top && y <= bottom;

/** A control room: three rows of a board, of which one is lit to its end. */
const rows = (x: number, y: number): boolean => inBox(x, y, 0.24, 0.28, 0.76, 0.37) || inBox(x, y, 0.24, 0.455, 0.62, 0.545) || inBox(x, y, 0.24, 0.63, 0.46, 0.72);

const PICTURES: Readonly<Record<string, { readonly size: number; readonly at: Picture }>> = {
  icon: { size: 512, at: (x, y) => (!inRounded(x, y, 0.04, 0.2) ? CLEAR : rows(x, y) ? LIGHT : INK) },
  tray: { size: 32, at: (x, y) => (!inRounded(x, y, 0.02, 0.2) ? CLEAR : rows(x, y) ? LIGHT : INK) },
  // A Mac colours it itself: only the shape counts.
  trayTemplate: { size: 18, at: (x, y) => (inRounded(x, y, 0.02, 0.2) && !rows(x, y) ? BLACK : CLEAR) },
  'trayTemplate@2x': { size: 36, at: (x, y) => (inRounded(x, y, 0.02, 0.2) && !rows(x, y) ? BLACK : CLEAR) },
  overlay: { size: 16, at: (x, y) => (Math.hypot(x - 0.5, y - 0.5) <= 0.48 ? RED : CLEAR) },
};

function pixelsOf(size: number, at: Picture): Buffer {
  const lines = Buffer.alloc((size * 4 + 1) * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let part = 0; part < FINE * FINE; part += 1) {
        const colour = at((column + ((part % FINE) + 0.5) / FINE) / size, (row + (Math.floor(part / FINE) + 0.5) / FINE) / size);
        for (const channel of [0, 1, 2]) sum[channel] = (sum[channel] ?? 0) + (colour[channel] ?? 0) * colour[3];
        sum[3] = (sum[3] ?? 0) + colour[3];
      }
      const [red = 0, green = 0, blue = 0, alpha = 0] = sum;
      const place = row * (size * 4 + 1) + 1 + column * 4;
      lines.set(alpha === 0 ? CLEAR : [red / alpha, green / alpha, blue / alpha, alpha / (FINE * FINE)].map(Math.round), place);
    }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

export function drawIcon(name: string): Buffer {
  const picture = PICTURES[name];
  if (picture === undefined) throw new Error(`no icon is called ${name}`);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(picture.size, 0);
  head.writeUInt32BE(picture.size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(pixelsOf(picture.size, picture.at), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

export const ICON_NAMES = Object.keys(PICTURES);

if (process.argv[1] === import.meta.filename) {
  const folder = path.resolve(import.meta.dirname, '../../electron/packaging/icons');
  mkdirSync(folder, { recursive: true });
  for (const name of ICON_NAMES) writeFileSync(path.join(folder, `${name}.png`), drawIcon(name));
}
