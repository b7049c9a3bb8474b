import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import { deriveKey, loadMasterKey } from '../../server/storage/master-key.ts';

const masterKey = Buffer.alloc(32, 7);
function vaultOn(log: MemoryEventLog, over: { masterKey?: Buffer; maxCachedKeys?: number } = {}) {
  let refs = 0;
  let loads = 0;
  const vault = new BodyVault({
    masterKey,
    nextRef: () => `ref-${++refs}`,
    loadKeys: (ids) => {
      loads += 1;
      return log.keys(ids);
    },
    ...over,
  });
  return { vault, loads: () => loads };
}

describe('SEC-6 BodyVault', () => {
  test('seals, stores and opens texts through the log', async () => {
    const log = new MemoryEventLog();
    const epoch = await log.claim();
    const { vault } = vaultOn(log);
    const one = await vault.seal('c1', 'Grüße 👋');
    const two = await vault.seal('c1', '');
    await log.append({ epoch, events: [], bodies: [one.body, two.body], keys: [one.key!, two.key!], answers: [] });
    vault.stored(['c1']);
    expect((await vault.seal('c1', 'third')).key).toBeUndefined();

    const later = vaultOn(log).vault;
    const bodies = await log.bodies([one.body.ref, two.body.ref]);
    expect(later.open(bodies.values(), await log.keys(['c1']))).toEqual(
      new Map([
        ['ref-1', 'Grüße 👋'],
        ['ref-2', ''],
      ]),
    );
    expect((await later.seal('c1', 'x')).key).toBeUndefined();
    expect(Buffer.from(one.body.sealed).includes('Gr')).toBe(false);
  });

  test('two texts sealed at once for a new contact share one key', async () => {
    const { vault, loads } = vaultOn(new MemoryEventLog());
    const [one, two] = await Promise.all([vault.seal('c1', 'a'), vault.seal('c1', 'b')]);
    expect(one.key!.wrapped).toEqual(two.key!.wrapped);
    expect(loads()).toBe(1);
    expect(vault.open([one.body, two.body], new Map([['c1', one.key!.wrapped]])).size).toBe(2);
  });

  test('a key whose append failed is handed out again, even when the cache is full', async () => {
    const { vault } = vaultOn(new MemoryEventLog(), { maxCachedKeys: 1 });
    const first = await vault.seal('c1', 'a');
    await vault.seal('c2', 'b');
    const again = await vault.seal('c1', 'c');
    expect(again.key!.wrapped).toEqual(first.key!.wrapped);
  });

  test('stored keys leave the cache oldest first and are loaded again', async () => {
    const log = new MemoryEventLog();
    const epoch = await log.claim();
    const { vault, loads } = vaultOn(log, { maxCachedKeys: 2 });
    for (const id of ['c1', 'c2', 'c3']) {
      const { key } = await vault.seal(id, 'x');
      await log.append({ epoch, events: [], bodies: [], keys: [key!], answers: [] });
      vault.stored([id]);
    }
    await vault.seal('c3', 'y');
    expect(loads()).toBe(3);
    await vault.seal('c1', 'y');
    expect(loads()).toBe(4);
  });

  test('erased: without its key a body is left out, and the contact gets a new key', async () => {
    const { vault } = vaultOn(new MemoryEventLog());
    const { body, key } = await vault.seal('c1', 'secret');
    expect(vault.open([body], new Map()).size).toBe(0);
    vault.forget('c1');
    const next = await vault.seal('c1', 'new');
    expect(next.key!.wrapped).not.toEqual(key!.wrapped);
    expect(() => vault.open([body], new Map([['c1', next.key!.wrapped]]))).toThrow(expect.objectContaining({ code: 'BODY_UNREADABLE' }));
  });

  test('a changed, moved or foreign body does not open', async () => {
    const { vault } = vaultOn(new MemoryEventLog());
    const { body, key } = await vault.seal('c1', 'secret');
    const keys = new Map([
      ['c1', key!.wrapped],
      ['c2', key!.wrapped],
    ]);
    for (let at = 0; at < body.sealed.length; at += 1) {
      const sealed = Uint8Array.from(body.sealed);
      sealed[at]! ^= 1;
      const seen: string[] = [];
      expect(vault.open([{ ...body, sealed }], keys, (ref) => seen.push(ref)).size).toBe(0);
      expect(seen).toEqual([body.ref]);
    }
    for (const wrong of [
      { ...body, ref: 'other' },
      { ...body, contactId: 'c2' },
      { ...body, sealed: body.sealed.subarray(0, 20) },
    ]) {
      expect(() => vault.open([wrong], keys)).toThrow(expect.objectContaining({ code: 'BODY_UNREADABLE' }));
    }
    const stranger = vaultOn(new MemoryEventLog(), { masterKey: Buffer.alloc(32, 8) }).vault;
    expect(() => stranger.open([body], keys)).toThrow(expect.objectContaining({ code: 'BODY_UNREADABLE' }));
  });
});

describe('master key', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'leitstand-key-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('is made once, private, and found again', () => {
    const key = loadMasterKey({ dataDir: join(dir, 'data') });
    expect(key.length).toBe(32);
    expect(loadMasterKey({ dataDir: join(dir, 'data') })).toEqual(key);
    if (process.platform !== 'win32') expect(statSync(join(dir, 'data', 'master.key')).mode & 0o777).toBe(0o600);
  });

  test('a lost or foreign key is refused instead of replaced', () => {
    const key = loadMasterKey({ dataDir: dir });
    rmSync(join(dir, 'master.key'));
    const invalid = expect.objectContaining({ code: 'MASTER_KEY_INVALID' });
    expect(() => loadMasterKey({ dataDir: dir })).toThrow(invalid);
    expect(() => loadMasterKey({ dataDir: dir, given: Buffer.alloc(32, 1).toString('hex') })).toThrow(invalid);
    expect(() => loadMasterKey({ dataDir: dir, given: 'c2hvcnQ=' })).toThrow(invalid);
    expect(loadMasterKey({ dataDir: dir, given: key.toString('hex') })).toEqual(key);
    expect(loadMasterKey({ dataDir: dir, given: key.toString('base64') })).toEqual(key);
    expect(readFileSync(join(dir, 'master.check'), 'utf8')).not.toContain(key.toString('base64'));
  });

  test('each purpose has a key of its own', () => {
    expect(deriveKey(masterKey, 'a')).not.toEqual(deriveKey(masterKey, 'b'));
    expect(deriveKey(masterKey, 'a')).toEqual(deriveKey(masterKey, 'a'));
  });
});
