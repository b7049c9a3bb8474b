import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** `beforeText`: the line dies before the server is asked for anything. `afterText`: the mail goes over, the answer to it does not come back. */
export type Cut = 'beforeText' | 'afterText' | undefined;

/** A line to a mail server that a test can cut at a chosen word of the conversation. */
export async function startSmtpGate(initialPort: number): Promise<{ readonly port: number; aim(port: number): void; cutNext(cut: Cut): void; stop(): Promise<void> }> {
  let target = initialPort;
  let cut: Cut;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const mine = cut;
    let inText = false;
    let said = '';
    let ended = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
    near.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('latin1')).slice(-200_000);
      if (mine === 'beforeText' && /^(MAIL FROM)/im.test(said)) {
        cut = undefined;
        return end();
      }
      if (inText && said.endsWith('\r\n.\r\n')) ended = true;
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      // The server has the whole mail and says so; nobody hears it.
      if (mine === 'afterText' && ended) {
        cut = undefined;
        return end();
      }
      if (/^354/m.test(bytes.toString('latin1'))) {
        inText = true;
        said = '';
      }
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    aim: (port) => {
      target = port;
    },
    cutNext: (next) => {
      cut = next;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
