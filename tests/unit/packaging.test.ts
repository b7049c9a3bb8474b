// The configuration and the tools of packaging, without Electron's binary: what a package made with them does is not shown here.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import Ajv from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkConfiguration, CONFIGURATION, readConfiguration, WANTED_FUSES } from '../../tools/package/configuration.ts';
import { ARCHIVE, fetchDictionaries } from '../../tools/package/dictionaries.ts';
import { FUSE_NAMES, wrongFuses } from '../../tools/package/fuses.ts';
import { drawIcon, ICON_NAMES } from '../../tools/package/icons.ts';
import { unzip } from '../../tools/package/unzip.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'leitstand-package-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the configuration', () => {
  test('PACK-1 fits electron-builder’s own schema, and a field it does not know does not', () => {
    const schema = JSON.parse(readFileSync(path.join(root, 'node_modules/app-builder-lib/scheme.json'), 'utf8')) as Record<string, unknown>;
    delete schema['$schema'];
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const { $schema: _own, ...given } = JSON.parse(readFileSync(path.join(root, CONFIGURATION), 'utf8')) as Record<string, unknown>;
    expect(check(given), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...given, asarr: true })).toBe(false);
  });

  test('PACK-2 keeps our rules; each rule is broken once and found', () => {
    const given = readConfiguration(root);
    expect(checkConfiguration(root, given)).toEqual([]);
    for (const name of FUSE_NAMES) expect(checkConfiguration(root, { ...given, electronFuses: { ...WANTED_FUSES, [name]: !WANTED_FUSES[name] } }), name).toHaveLength(1);
    const broken = [
      { asar: false },
      { disableAsarIntegrity: true },
      { asarUnpack: ['**'] },
      { files: ['out/**'] },
      { files: [...given.files, 'server/**'] },
      { protocols: [{ name: 'Leitstand', schemes: ['leitstand', 'https'] }] },
      { win: { ...given.win, verifyUpdateCodeSignature: false } },
      { mac: { ...given.mac, hardenedRuntime: false } },
      { linux: { ...given.linux, icon: 'nowhere.png' } },
    ];
    for (const change of broken) expect(checkConfiguration(root, { ...given, ...change }), JSON.stringify(change)).toHaveLength(1);
    expect(() => readConfiguration(folder)).toThrow();
  });

  test('PACK-2 updates come over https only', () => {
    const given = JSON.parse(readFileSync(path.join(root, CONFIGURATION), 'utf8')) as { publish: { url: string }[] };
    mkdirSync(path.join(folder, 'electron/packaging'), { recursive: true });
    for (const one of given.publish) one.url = one.url.replace('https:', 'http:');
    writeFileSync(path.join(folder, CONFIGURATION), JSON.stringify(given));
    expect(() => readConfiguration(folder)).toThrow(/url/i);
  });

  test('PACK-1 every icon is the picture its drawing gives', () => {
    const home = path.join(root, 'electron/packaging/icons');
    expect(readdirSync(home).toSorted()).toEqual(ICON_NAMES.map((name) => `${name}.png`).toSorted());
    for (const name of ICON_NAMES.filter((one) => one !== 'icon')) expect(readFileSync(path.join(home, `${name}.png`)).equals(drawIcon(name)), name).toBe(true);
    expect(readFileSync(path.join(home, 'icon.png')).readUInt32BE(16), 'as wide as installers need').toBe(512);
  });
});

describe('fuses', () => {
  /** What of Electron's binary the tool reads: the mark, the version, how many, and one sign per fuse. */
  function programWith(fuses: string): string {
    const file = path.join(folder, 'program');
    writeFileSync(file, Buffer.concat([Buffer.alloc(64, 7), Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'), Buffer.from([1, fuses.length]), Buffer.from(fuses, 'latin1'), Buffer.alloc(64, 7)]));
    return file;
  }

  test('PACK-3 as Electron ships them they are found wrong; set as configured, right; one flipped back is named', async () => {
    const program = programWith('101100000');
    expect(await wrongFuses(program, WANTED_FUSES)).not.toEqual([]);
    const configured = {
      version: FuseVersion.V1 as const,
      [FuseV1Options.RunAsNode]: WANTED_FUSES.runAsNode,
      [FuseV1Options.EnableCookieEncryption]: WANTED_FUSES.enableCookieEncryption,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: WANTED_FUSES.enableNodeOptionsEnvironmentVariable,
      [FuseV1Options.EnableNodeCliInspectArguments]: WANTED_FUSES.enableNodeCliInspectArguments,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: WANTED_FUSES.enableEmbeddedAsarIntegrityValidation,
      [FuseV1Options.OnlyLoadAppFromAsar]: WANTED_FUSES.onlyLoadAppFromAsar,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: WANTED_FUSES.loadBrowserProcessSpecificV8Snapshot,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: WANTED_FUSES.grantFileProtocolExtraPrivileges,
    };
    await flipFuses(program, configured);
    expect(await wrongFuses(program, WANTED_FUSES)).toEqual([]);
    await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
    expect(await wrongFuses(program, WANTED_FUSES)).toEqual(['runAsNode']);
    const other = path.join(folder, 'other');
    writeFileSync(other, 'no program');
    await expect(wrongFuses(other, WANTED_FUSES)).rejects.toThrow();
  });
});

describe('dictionaries', () => {
  function zipOf(files: Readonly<Record<string, string>>): Buffer {
    const locals: Buffer[] = [];
    const list: Buffer[] = [];
    let at = 0;
    for (const [name, text] of Object.entries(files)) {
      const content = Buffer.from(text);
      const packed = deflateRawSync(content);
      const head = Buffer.alloc(30);
      head.writeUInt32LE(0x04034b50, 0);
      head.writeUInt16LE(8, 8);
      head.writeUInt32LE(crc32(content), 14);
      head.writeUInt32LE(packed.length, 18);
      head.writeUInt32LE(content.length, 22);
      head.writeUInt16LE(name.length, 26);
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(8, 10);
      entry.writeUInt32LE(packed.length, 20);
      entry.writeUInt32LE(content.length, 24);
      entry.writeUInt16LE(name.length, 28);
      entry.writeUInt32LE(at, 42);
      locals.push(head, Buffer.from(name), packed);
      list.push(entry, Buffer.from(name));
      at += 30 + name.length + packed.length;
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Object.keys(files).length, 10);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...locals, ...list, end]);
  }

  const GOOD = { 'hunspell_dictionaries/de-DE-3-0.bdic': 'deutsch', 'hunspell_dictionaries/en-GB-10-1.bdic': 'english', 'hunspell_dictionaries/fr-FR-3-0.bdic': 'français', '../../evil.bdic': 'x' };

  function electron(zip: Buffer, checksum = createHash('sha256').update(zip).digest('hex')): { dir: string; fetch: Parameters<typeof fetchDictionaries>[2]; asked: unknown[] } {
    const dir = path.join(folder, 'electron');
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, 'package.json'), '{"version":"45.4.1"}');
    writeFileSync(path.join(dir, 'checksums.json'), JSON.stringify({ [ARCHIVE]: checksum }));
    const file = path.join(folder, ARCHIVE);
    writeFileSync(file, zip);
    const asked: unknown[] = [];
    return {
      dir,
      asked,
      fetch: async (given) => {
        asked.push(given);
        return file;
      },
    };
  }

  test('PACK-4 come from the very release that is packaged, German and English alone, and nothing lands outside the folder', async () => {
    const to = path.join(folder, 'to');
    mkdirSync(to);
    copyFileSync(path.join(root, 'package.json'), path.join(to, 'de-DE-1-0.bdic'));
    const { dir, fetch, asked } = electron(zipOf(GOOD));
    expect(await fetchDictionaries(dir, to, fetch)).toEqual(['de-DE-3-0.bdic', 'en-GB-10-1.bdic']);
    expect(readdirSync(to).toSorted()).toEqual(['de-DE-3-0.bdic', 'en-GB-10-1.bdic']);
    expect(readFileSync(path.join(to, 'de-DE-3-0.bdic'), 'utf8')).toBe('deutsch');
    expect(asked).toMatchObject([{ version: '45.4.1', artifactName: ARCHIVE }]);
    expect(readdirSync(folder)).not.toContain('evil.bdic');
  });

  test('PACK-4 another archive, one without a language, a broken one and a bomb are refused', async () => {
    const to = path.join(folder, 'to');
    const wrong = electron(zipOf(GOOD), '0'.repeat(64));
    await expect(fetchDictionaries(wrong.dir, to, wrong.fetch)).rejects.toThrow('is not the one');
    const { 'hunspell_dictionaries/en-GB-10-1.bdic': _english, ...german } = GOOD;
    const half = electron(zipOf(german));
    await expect(fetchDictionaries(half.dir, to, half.fetch)).rejects.toThrow('en-GB');
    for (const broken of [Buffer.from('PK'), Buffer.alloc(0), zipOf(GOOD).subarray(0, -30)]) expect(() => unzip(broken, () => true, 1_000)).toThrow();
    expect(() => unzip(zipOf({ a: 'x'.repeat(2_000) }), () => true, 1_000)).toThrow('larger');
    expect(unzip(zipOf({ a: 'x'.repeat(1_000) }), () => true, 1_000).get('a')?.length).toBe(1_000);
  });
});
