import { metadataAddresses, readMetadata, type IssuerMetadata } from '../../../shared/channels/issuer.ts';
import { CodedError } from '../../../shared/util/errors.ts';

const ASK_MS = 15_000;
const MOST_BYTES = 200_000;

/** What an issuer says of itself, from its address alone. Throws INPUT_INVALID where nothing there speaks for it, PLATFORM_UNREACHABLE where nobody answers. */
export async function askIssuer(issuer: string): Promise<IssuerMetadata & { readonly authorizeUrl: string }> {
  const addresses = metadataAddresses(issuer);
  if (addresses.length === 0) throw new CodedError('INPUT_INVALID', { field: 'issuer', detail: 'An https address is needed.' });
  let problem: string | undefined;
  for (const address of addresses) {
    let status: number;
    let body: unknown;
    try {
      const response = await fetch(address, { redirect: 'error', headers: { accept: 'application/json' }, signal: AbortSignal.timeout(ASK_MS) });
      status = response.status;
      body = status === 200 ? (JSON.parse((await response.text()).slice(0, MOST_BYTES)) as unknown) : undefined;
    } catch (error) {
      problem ??= error instanceof SyntaxError ? 'it is not JSON' : undefined;
      continue;
    }
    const read = status === 200 ? readMetadata(issuer, body) : `it answered ${status}`;
    if (typeof read !== 'string' && read.authorizeUrl !== undefined) return { ...read, authorizeUrl: read.authorizeUrl };
    problem = typeof read === 'string' ? read : 'it names no address of a sign-in';
  }
  throw problem === undefined ? new CodedError('PLATFORM_UNREACHABLE', { detail: 'the issuer does not answer' }) : new CodedError('INPUT_INVALID', { field: 'issuer', detail: problem });
}
