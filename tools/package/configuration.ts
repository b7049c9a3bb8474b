import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { FUSE_NAMES, type FuseName, type FuseSettings } from './fuses.ts';

/** Each fuse as it must be: the program runs our archive and nothing else, whatever stands in its environment or on its command line. */
export const WANTED_FUSES: FuseSettings = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

const configurationSchema = z.looseObject({
  asar: z.boolean(),
  asarUnpack: z.array(z.string()),
  disableAsarIntegrity: z.boolean(),
  electronFuses: z.strictObject(Object.fromEntries(FUSE_NAMES.map((name) => [name, z.boolean()])) as Record<FuseName, z.ZodBoolean>),
  files: z.array(z.string()),
  extraResources: z.array(z.object({ from: z.string(), to: z.string(), filter: z.array(z.string()) })),
  protocols: z.array(z.object({ name: z.string(), schemes: z.array(z.string()) })),
  publish: z.array(z.object({ provider: z.literal('generic'), url: z.url({ protocol: /^https$/ }), channel: z.string() })),
  linux: z.looseObject({ icon: z.string() }),
  win: z.looseObject({ icon: z.string(), verifyUpdateCodeSignature: z.boolean() }),
  mac: z.looseObject({ icon: z.string(), hardenedRuntime: z.boolean(), entitlements: z.string() }),
});
export type PackagingConfiguration = z.infer<typeof configurationSchema>;

export const CONFIGURATION = 'electron/packaging/electron-builder.json';

export function readConfiguration(root: string): PackagingConfiguration {
  return configurationSchema.parse(JSON.parse(readFileSync(path.join(root, CONFIGURATION), 'utf8')));
}

/** What of our own rules the configuration breaks, a sentence each. What electron-builder itself thinks of it, its schema says. */
export function checkConfiguration(root: string, given: PackagingConfiguration): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  for (const name of FUSE_NAMES) must(given.electronFuses[name] === WANTED_FUSES[name], `The fuse ${name} must be ${WANTED_FUSES[name] ? 'on' : 'off'}.`);
  must(given.asar && !given.disableAsarIntegrity, 'The program must lie in an archive whose integrity is checked.');
  must(given.asarUnpack.join() === '**/*.node', 'Nothing but native modules may lie beside the archive.');
  must(given.files.includes('!**/*.map'), 'Source maps must stay out.');
  must(!given.files.some((pattern) => /^(?:\*\*|server|tests|tools|sandbox|shared)(?:\/|$)/.test(pattern)), 'Only the bundles go into the program.');
  must(given.protocols.some(({ schemes }) => schemes.join() === 'leitstand'), 'The links leitstand://… must be registered, and no others.');
  must(given.win.verifyUpdateCodeSignature, 'Windows must check who signed an update.');
  must(given.mac.hardenedRuntime, 'A Mac must run it hardened.');
  for (const file of [given.linux.icon, given.win.icon, given.mac.icon, given.mac.entitlements]) must(existsSync(path.join(root, file)), `${file} is not there.`);
  const entitlements = existsSync(path.join(root, given.mac.entitlements)) ? readFileSync(path.join(root, given.mac.entitlements), 'utf8') : '';
  must(!/disable-library-validation|allow-dyld|get-task-allow|allow-unsigned/.test(entitlements), 'The entitlements open more than the page’s own code needs.');
  return faults;
}
