import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { deliveryId: string; events: { eventNo: number; type: string; post: { id: string; text: string } }[] };
}

/** An HTTP server that keeps what is delivered; `answer` gives the status for each delivery (number so far). */
export async function startReceiver(answer: (count: number) => number | Promise<number> = () => 204) {
  const deliveries: Delivery[] = [];
  const accepted: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const delivery = { headers: request.headers, raw, body: JSON.parse(raw) as Delivery['body'] };
      deliveries.push(delivery);
      void Promise.resolve(answer(deliveries.length)).then((status) => {
        if (status < 300) accepted.push(...delivery.body.events.map((event) => event.eventNo));
        response.writeHead(status).end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    deliveries,
    /** Event numbers of accepted deliveries, in order of arrival. */
    accepted,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
