// The same shell with nothing in it: a process that shows an empty page, which answers a key.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = `<!doctype html><html lang="de"><title>leer</title><div id="list" tabindex="0"></div><script>
addEventListener('keydown', () => { document.getElementById('list').setAttribute('data-answered', ''); });
</script></html>`;
const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })}\n`));
process.on('SIGTERM', () => process.exit(0));
