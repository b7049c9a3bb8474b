// The desk program on a page of the browser, as the packaged desk bundles it, with a key store that answers at once: `program.js DATA PAGES SECRETS`.
import { readFileSync } from 'node:fs';
import { createConnectors } from '../../../electron/main/channels/registry.ts';
import { createDeskCore } from '../../../electron/main/core/desk-core.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../../electron/main/core/system-ports.ts';
import { startBrowserHost } from '../../../electron/main/host/browser.ts';
import { createHostLog } from '../../../electron/main/host/log.ts';
import { MemorySecretStore } from '../../../electron/main/secrets/memory-secret-store.ts';

const [dataDir = '', pageRoot = '', secrets = ''] = process.argv.slice(2);
const log = createHostLog({ level: 'error' });
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
const host = await startBrowserHost({ core, dataDir, pageRoot, port: 0, clock: systemClock, log });
process.stdout.write(`${JSON.stringify({ ready: true, url: host.newUrl() })}\n`);
process.on('SIGTERM', () => {
  void host
    .close()
    .then(() => core.close())
    .then(() => process.exit(0));
});
