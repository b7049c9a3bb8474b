import { authorization } from './api.js';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Listens to the event stream for good. fetch instead of EventSource, since a token belongs into a header, not into
 * an address. After a cut it goes on behind the last event it has seen.
 */
export async function listen(firstEventNo, onEvent, onState) {
  let last = firstEventNo;
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      const response = await fetch(`/events?after=${last}`, { headers: { ...authorization(), accept: 'text/event-stream' } });
      if (!response.ok) throw new Error(String(response.status));
      onState(true);
      pause = 500;
      await readStream(response.body, (event) => {
        last = Math.max(last, event.eventNo);
        onEvent(event);
      });
    } catch {
      // The pause below is the answer to every way a stream can end.
    }
    onState(false);
    await wait(pause);
  }
}

async function readStream(body, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
      if (data !== '') onEvent(JSON.parse(data));
    }
  }
}
