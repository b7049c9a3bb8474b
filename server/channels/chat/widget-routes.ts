import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { FastifyPluginAsync } from 'fastify';
import { CodedError } from '../../../shared/util/errors.ts';

export interface WidgetRoutesOptions {
  /** The bundle; made by the build. */
  readonly file: string;
  /** Serves `/chat-demo` for these accounts; undefined: no such page. */
  readonly demo: (() => readonly { readonly handle: string; readonly brand: string }[]) | undefined;
}

const MAX_AGE_S = 300;

/** `GET /chat/widget.js` for other people's pages; `GET /chat-demo` shows it on one of ours, under as strict a policy as any page could have. */
export const widgetRoutes: FastifyPluginAsync<WidgetRoutesOptions> = async (app, { file, demo }) => {
  let held: { readonly mtimeMs: number; readonly body: Buffer; readonly tag: string } | undefined;
  const widget = (): typeof held => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (held?.mtimeMs !== stat.mtimeMs) {
      const body = readFileSync(file);
      held = { mtimeMs: stat.mtimeMs, body, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
    }
    return held;
  };

  app.get('/chat/widget.js', async (request, reply) => {
    const found = widget();
    if (found === undefined) return reply.code(503).send({ error: new CodedError('CHAT_WIDGET_MISSING').toWire() });
    void reply.headers({ etag: found.tag, 'cache-control': `public, max-age=${MAX_AGE_S}`, 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'x-content-type-options': 'nosniff' });
    if (request.headers['if-none-match'] === found.tag) return reply.code(304).send();
    return reply.type('text/javascript; charset=utf-8').send(found.body);
  });

  if (demo === undefined) return;
  app.get('/chat-demo', async (request, reply) => {
    const wanted = (request.query as { brand?: unknown }).brand;
    const brands = demo();
    const brand = brands.find(({ handle }) => handle === wanted) ?? brands[0];
    // Some browsers do not count a socket of the same place as `self`.
    const socket = `ws://${request.headers.host ?? ''} wss://${request.headers.host ?? ''}`.replaceAll(/[^\w.:/ [\]-]/g, '');
    void reply.headers({ 'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    return reply.type('text/html; charset=utf-8').send(page(brand?.handle ?? '', brand?.brand ?? ''));
  });
  app.get('/chat-demo.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
};

const STYLE = ':root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:3rem 1.5rem}h1{line-height:1.2}code{font-size:.9em}';

function page(handle: string, brand: string): string {
  const text = (given: string): string => given.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(brand)}: Hilfe</title><link rel="stylesheet" href="/chat-demo.css"><script src="/chat/widget.js" defer></script></head>
<body>
<main>
<h1>Hilfe bei ${text(brand)}</h1>
<p>So sieht eine fremde Seite aus, die den Chat zeigt: unten rechts. Was hier geschrieben wird, kommt als Angebot auf einem Arbeitsplatz an, der verfügbar ist.</p>
<p>Zum Ausprobieren: eine Frage schreiben, am Arbeitsplatz annehmen und antworten, diese Seite neu laden, das Netz trennen, eine zweite Seite öffnen.</p>
<p><code>&lt;script src="…/chat/widget.js" defer&gt;&lt;/script&gt; &lt;leitstand-chat brand="${text(handle)}"&gt;&lt;/leitstand-chat&gt;</code></p>
</main>
<leitstand-chat brand="${text(handle)}" lang="de"></leitstand-chat>
</body>
</html>
`;
}
