import type { Proof } from '../proof.ts';
import { CASES } from './platform-limits/cases.ts';

export const proof: Proof = {
  about: 'A real desk, server and platform at their limits: 429 with and without Retry-After, tokens that run out in the middle, two desks on one folder, a full disk, a locked keychain, clocks an hour off, both nights of the summer time, eight hours of sleep.',
  unit: 'one case',
  figure: `${Object.keys(CASES).length} cases: each says what is the matter by a code of the catalogue or a named wait, nothing is lost, nothing goes out twice`,
  runs: Object.keys(CASES).length,
  async run({ runs, more, say }) {
    const only = more['only'];
    const chosen = Object.entries(CASES).filter(([name]) => only === undefined || only.split(',').includes(name)).slice(0, runs);
    const failed: string[] = [];
    const said: Record<string, readonly string[]> = {};
    let lost = 0;
    let doubled = 0;
    let unexpected = 0;
    for (const [name, run] of chosen) {
      try {
        const seen = await run();
        said[name] = seen.said;
        if (seen.said.length === 0) failed.push(`${name}: nothing was said`);
        const outOf = (text: string): number => [...seen.posts].filter(([posted]) => posted.includes(text)).reduce((sum, [, times]) => sum + times, 0);
        for (const [text, times] of seen.answers) {
          if (outOf(text) < times) lost += 1;
          if (outOf(text) > 1) doubled += 1;
          if (times === 0 && outOf(text) > 0) unexpected += 1;
        }
        say(`${name}: ${seen.said.join(', ')}`);
      } catch (error) {
        failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        say(`${name}: FAILED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
    return { runs: chosen.length, ok: chosen.length > 0 && failed.length + lost + doubled + unexpected === 0, lost, doubled, unexpected, failed, said };
  },
};
