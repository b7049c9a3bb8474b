import '../../renderer/src/app/no-eval.ts';
import { FakeWorkstation, type FakeOptions } from './fake-workstation.ts';

// Bundled and put into a page before its own script: `window.fakeOptions` says what it shows.
declare global {
  interface Window {
    fakeOptions?: FakeOptions;
    fake?: FakeWorkstation;
  }
}
const fake = new FakeWorkstation(window.fakeOptions ?? {});
window.fake = fake;
Object.defineProperty(window, 'workstation', { value: { host: 'browser', call: fake.call.bind(fake), on: fake.on.bind(fake) } });
