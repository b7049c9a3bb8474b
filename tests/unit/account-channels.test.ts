import { describe, expect, test } from 'vitest';
import { createConnectors } from '../../electron/main/channels/registry.ts';
import { CHANNELS } from '../../shared/channels/index.ts';

const connectors = createConnectors(() => 0);

describe.each([...CHANNELS.values()].map((channel) => [channel.name, channel] as const))('ACC-14 the wizard can connect %s', (_name, channel) => {
  const { credential, settings, limits = [], costs = [] } = channel;

  test('ACC-14 what it asks for has words in both languages, names that do not collide, and a secret is marked as one', () => {
    for (const field of [...credential.fields, ...settings]) {
      expect([field.label.de, field.label.en].every((text) => text.trim() !== '')).toBe(true);
      if (field.kind === 'choice') expect(field.choices?.length ?? 0).toBeGreaterThan(1);
      if (/password|secret|token/i.test(field.name)) expect(field.kind, field.name).toBe('secret');
    }
    const names = credential.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(settings.filter(({ kind }) => kind === 'secret'), 'a secret belongs into the keychain').toEqual([]);
    for (const scope of credential.scopes) expect([scope.why.de, scope.why.en].every((text) => text.trim() !== ''), scope.name).toBe(true);
  });

  test('ACC-14 a sign-in has its two addresses, https once they are filled in, from fields that are asked for', () => {
    expect(credential.oauth2 === undefined).toBe(credential.kind !== 'oauth2');
    if (credential.oauth2 === undefined) return;
    const required = [...credential.fields, ...settings].filter((field) => field.required).map(({ name }) => name);
    for (const template of [credential.oauth2.authorizeUrl, credential.oauth2.tokenUrl]) {
      for (const [, name] of template.matchAll(/\{(\w+)\}/g)) expect(required).toContain(name);
      expect(new URL(template.replace(/\{\w+\}/g, 'https://platform.example')).protocol).toBe('https:');
    }
  });

  test('ACC-14 there is a connector, it can check, and it can renew what runs out', () => {
    const connector = connectors.get(channel.name);
    expect(connector?.check).toBeTypeOf('function');
    expect(connector?.refresh !== undefined, 'refresh').toBe(credential.rotates || credential.instead?.kind.rotates === true);
  });

  test('BUD-1 its limits and costs are figures', () => {
    for (const { count, windowMs } of limits) expect(count > 0 && windowMs > 0).toBe(true);
    for (const { microUsd, withLinkMicroUsd } of costs) expect(microUsd >= 0 && (withLinkMicroUsd ?? microUsd) >= microUsd).toBe(true);
  });
});
