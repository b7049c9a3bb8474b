// Found by the simulation (seed 1000444, 5,000 steps): a text was being read while its person was forgotten; it went back into memory, and the next frame brought it to a desk again.
import { expect, test } from 'vitest';
import { Texts } from '../../server/push/texts.ts';

function slowLog() {
  let answer: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => (answer = resolve));
  let isErased = false;
  const log = {
    bodies: (refs: string[]) => Promise.resolve(new Map(isErased ? [] : refs.map((ref) => [ref, { ref, contactId: 'k' }]))),
    keys: async () => (await waits, new Map([['k', new Uint8Array()]])),
  };
  const vault = { open: (bodies: Iterable<{ ref: string }>) => new Map([...bodies].map(({ ref }) => [ref, `text of ${ref}`])) };
  return { texts: new Texts(log as never, vault as never), answer: () => answer(), erase: () => (isErased = true) };
}

test('what is forgotten while it is read is neither given nor kept, and the rest is', async () => {
  const { texts, answer, erase } = slowLog();
  const reading = texts.read(['gone', 'stays']);
  await Promise.resolve();
  erase();
  texts.forget(['gone']);
  answer();
  expect([...(await reading).keys()]).toEqual(['stays']);
  expect([...(await texts.read(['gone', 'stays'])).keys()]).toEqual(['stays']);
});

test('a ref that was forgotten once can be read again when nobody was reading', async () => {
  const { texts, answer } = slowLog();
  answer();
  texts.forget(['a']);
  expect([...(await texts.read(['a'])).keys()]).toEqual(['a']);
});
