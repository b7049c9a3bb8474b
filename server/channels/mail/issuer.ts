import { metadataAddresses, readMetadata } from '../../../shared/channels/issuer.ts';
import { FeedFailure } from '../ports.ts';

const ASK_MS = 15_000;
const WRONG_WAIT_MS = 5 * 60_000;

/** Where the issuer gives tokens, from its address alone. Throws FeedFailure. */
export async function tokenAddressOf(issuer: string): Promise<string> {
  let problem: string | undefined;
  for (const address of metadataAddresses(issuer)) {
    try {
      const response = await fetch(address, { redirect: 'error', headers: { accept: 'application/json' }, signal: AbortSignal.timeout(ASK_MS) });
      const read = response.status === 200 ? readMetadata(issuer, JSON.parse((await response.text()).slice(0, 200_000))) : `it answered ${response.status}`;
      if (typeof read !== 'string') return read.tokenUrl;
      problem = read;
    } catch (error) {
      problem ??= error instanceof SyntaxError ? 'it is not JSON' : undefined;
    }
  }
  throw new FeedFailure('PLATFORM_UNREACHABLE', problem === undefined ? 'the issuer of the mailbox does not answer' : `the issuer of the mailbox: ${problem}`, problem === undefined ? undefined : WRONG_WAIT_MS);
}
