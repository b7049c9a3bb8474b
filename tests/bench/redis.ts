import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureRedis } from '../../tools/setup/system.ts';

/** A Redis of its own on a socket in a fresh folder, keeping nothing on disk. Undefined, with the reason said, where there is none. */
export async function startRedis(): Promise<{ socket: string; cpuPid: number; stop: () => Promise<void> } | { reason: string }> {
  const have = ensureRedis();
  if (!have.ok) return { reason: have.reason };
  const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-redis-'));
  const socket = path.join(folder, 'redis.sock');
  const child = spawn(
    'redis-server',
    ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder, '--maxmemory-policy', 'noeviction'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      if (/ready to accept/i.test(String(chunk))) resolve();
    });
  });
  return {
    socket,
    cpuPid: child.pid ?? 0,
    stop: async () => {
      child.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
