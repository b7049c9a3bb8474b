import { createServer } from 'node:net';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Three ports in a row from `wanted`, or zeros (any free one) where one of them is taken. */
export async function threePorts(wanted: number): Promise<{ ports: readonly [number, number, number]; taken: boolean }> {
  if (wanted === 0) return { ports: [0, 0, 0], taken: false };
  const ports = [wanted, wanted + 1, wanted + 2] as const;
  for (const port of ports) if (!(await isFree(port))) return { ports: [0, 0, 0], taken: true };
  return { ports, taken: false };
}
