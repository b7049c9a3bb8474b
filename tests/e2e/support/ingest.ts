import { signIngest } from '../../../tools/ingest-client.ts';
import type { Center } from './center.ts';

/** A batch at the ingest door, signed; fails unless every message was taken. */
export async function postIngest(center: Center, messages: readonly object[]): Promise<void> {
  const body = JSON.stringify({ messages });
  const timestamp = String(Date.now());
  const headers = { 'content-type': 'application/json', 'x-leitstand-timestamp': timestamp, 'x-leitstand-signature': signIngest(center.running.center.ingestKey, timestamp, body) };
  const response = await fetch(`${center.serverUrl}/ingest/v1/messages`, { method: 'POST', headers, body });
  const { results = [] } = (await response.json()) as { results?: { status: string }[] };
  const refused = results.filter(({ status }) => status !== 'ingested');
  if (!response.ok || results.length !== messages.length || refused.length > 0) throw new Error(`${response.status} ${JSON.stringify(refused.slice(0, 3))}`);
}

/** Accounts of channels, as the ingest door takes them. */
export async function registerAccounts(center: Center, accounts: readonly { channel: string; handle: string; credentialId: string; settings?: object }[]): Promise<void> {
  const body = JSON.stringify({ accounts: accounts.map((account) => ({ v: 1, name: account.handle, brand: 'Musterkom', ...account })), messages: [] });
  const timestamp = String(Date.now());
  const headers = { 'content-type': 'application/json', 'x-leitstand-timestamp': timestamp, 'x-leitstand-signature': signIngest(center.running.center.ingestKey, timestamp, body) };
  const response = await fetch(`${center.serverUrl}/ingest/v1/messages`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}
