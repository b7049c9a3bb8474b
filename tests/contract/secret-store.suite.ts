// What every SecretStore promises, whatever it keeps its entries in.
import { afterEach, describe, expect, test } from 'vitest';
import type { SecretStore } from '../../electron/main/secrets/secret-store-port.ts';

export interface SecretStoreHarness {
  readonly store: SecretStore;
  /** A second store over the same entries, as after a restart; undefined where nothing outlives the store. */
  readonly reopen?: (() => SecretStore) | undefined;
}

export function secretStoreContract(title: string, open: () => Promise<SecretStoreHarness>): void {
  describe(`SEC-8 SecretStore: ${title}`, () => {
    const opened: SecretStore[] = [];
    const fresh = async (): Promise<SecretStoreHarness> => {
      const harness = await open();
      opened.push(harness.store);
      return harness;
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) for (const name of await store.list()) await store.delete(name);
    });

    test('gives back what was set, and undefined for what was not', async () => {
      const { store } = await fresh();
      expect(await store.get('account/1')).toBeUndefined();
      await store.set('account/1', 'token one');
      expect(await store.get('account/1')).toBe('token one');
      expect(await store.get('account/2')).toBeUndefined();
    });

    test('replaces', async () => {
      const { store } = await fresh();
      await store.set('account/1', 'old');
      await store.set('account/1', 'new');
      expect(await store.get('account/1')).toBe('new');
      expect(await store.list()).toEqual(['account/1']);
    });

    test('deletes, and says whether there was something', async () => {
      const { store } = await fresh();
      await store.set('account/1', 'token');
      expect(await store.delete('account/1')).toBe(true);
      expect(await store.get('account/1')).toBeUndefined();
      expect(await store.delete('account/1')).toBe(false);
    });

    test('lists names, sorted, without values', async () => {
      const { store } = await fresh();
      for (const name of ['b', 'a', 'c@example.org']) await store.set(name, `value of ${name}`);
      expect(await store.list()).toEqual(['a', 'b', 'c@example.org']);
    });

    test('is healthy, and the probe leaves nothing behind', async () => {
      const { store } = await fresh();
      expect(await store.health()).toEqual({ ok: true });
      expect(await store.list()).toEqual([]);
    });

    test.each([
      ['umlauts and emoji', 'Grüße, 👩‍👩‍👧 – „Passwort“ ‏عربي'],
      ['line breaks, quotes, backslashes', 'a\r\nb\tc"\'\\$(x)`'],
      ['JSON', JSON.stringify({ accessToken: 'x'.repeat(800), nested: { a: [1, 2] } })],
      ['what looks like a sealed entry', 'sealed:v1:0123456789abcdef0123456789abcdef:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
      ['leading and trailing space', '  value  '],
      ['one character', 'x'],
    ])('keeps %s unchanged', async (_, value) => {
      const { store } = await fresh();
      await store.set('account/1', value);
      expect(await store.get('account/1')).toBe(value);
    });

    test.each([2_399, 2_400, 2_401, 100_000])('keeps a value of %i bytes', async (bytes) => {
      const { store } = await fresh();
      const value = 'k'.repeat(bytes - 2) + 'ü';
      await store.set('large', value);
      expect(await store.get('large')).toBe(value);
      expect(await store.list()).toEqual(['large']);
    });

    test('concurrent calls each get their own answer', async () => {
      const { store } = await fresh();
      const names = Array.from({ length: 12 }, (_, index) => `account/${index}`);
      await Promise.all(names.map((name) => store.set(name, `value of ${name}`)));
      expect(await Promise.all(names.map((name) => store.get(name)))).toEqual(names.map((name) => `value of ${name}`));
    });

    test.each(['', ' ', 'a b', 'ü', '.hidden', 'x'.repeat(129), 'a\nb'])('refuses the name %j', async (name) => {
      const { store } = await fresh();
      for (const call of [store.get(name), store.set(name, 'v'), store.delete(name)]) {
        await expect(call).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'name' });
      }
    });

    test.each([['empty', ''], ['NUL', 'a\0b'], ['a lone surrogate', 'a\ud800b']])('refuses a value: %s', async (_, value) => {
      const { store } = await fresh();
      await expect(store.set('account/1', value)).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'value' });
      expect(await store.get('account/1')).toBeUndefined();
    });

    test('what was set is there for the next store, where entries outlive the store', async () => {
      const { store, reopen } = await fresh();
      await store.set('account/1', 'small');
      await store.set('account/2', 'large '.repeat(2_000));
      if (reopen === undefined) return;
      const next = reopen();
      expect(await next.list()).toEqual(['account/1', 'account/2']);
      expect(await next.get('account/1')).toBe('small');
      expect(await next.get('account/2')).toBe('large '.repeat(2_000));
    });
  });
}
