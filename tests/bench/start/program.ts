// The desk program on a page of the browser, as the packaged desk bundles it and in its order (`host/electron.ts`: the page first, the core while it loads), with a key
// store that answers at once: `program.js DATA PAGES SECRETS`.
import { readFileSync } from 'node:fs';
import { systemClock, systemIds, systemRng, systemTimers } from '../../../electron/main/core/system-ports.ts';
import type { DeskCore } from '../../../electron/main/core/port.ts';
import { startBrowserHost } from '../../../electron/main/host/browser.ts';
import { createHostLog } from '../../../electron/main/host/log.ts';
import { MemorySecretStore } from '../../../electron/main/secrets/memory-secret-store.ts';

const [dataDir = '', pageRoot = '', secrets = ''] = process.argv.slice(2);
const log = createHostLog({ level: 'error' });
const opening = Promise.withResolvers<DeskCore>();
const host = await startBrowserHost({ core: opening.promise, dataDir, pageRoot, port: 0, clock: systemClock, log });
process.stdout.write(`${JSON.stringify({ ready: true, url: host.newUrl() })}\n`);
const [{ createDeskCore }, { createConnectors }] = await Promise.all([import('../../../electron/main/core/desk-core.ts'), import('../../../electron/main/channels/registry.ts')]);
const store = new MemorySecretStore();
for (const [name, value] of Object.entries(JSON.parse(readFileSync(secrets, 'utf8')) as Record<string, string>)) await store.set(name, value);
const core = await createDeskCore({
  dataDir,
  appVersion: '0.1.0',
  secretStore: { store, kind: 'keychain' },
  connectors: createConnectors(() => systemClock.now()),
  clock: systemClock,
  timers: systemTimers,
  ids: systemIds,
  rng: systemRng,
  log,
  serverUrl: '',
});
opening.resolve(core);
process.on('SIGTERM', () => {
  void host
    .close()
    .then(() => core.close())
    .then(() => process.exit(0));
});
