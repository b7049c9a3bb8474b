import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { FileSealedBlobStore } from '../../electron/main/secrets/sealed-blob-store.ts';
import { SealingSecretStore } from '../../electron/main/secrets/sealing-secret-store.ts';
import { secretStoreContract } from './secret-store.suite.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'leitstand-secrets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

secretStoreContract('memory', async () => ({ store: new MemorySecretStore() }));

secretStoreContract('memory, large values sealed in files', async () => {
  const inner = new MemorySecretStore();
  const folder = mkdtempSync(path.join(root, 'sealed-'));
  const open = (): SealingSecretStore => new SealingSecretStore(inner, new FileSealedBlobStore(folder));
  return { store: open(), reopen: open };
});
