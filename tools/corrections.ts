import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createAuthClient } from '../electron/main/sync/auth-client.ts';
import { CodedError, isCodedError } from '../shared/util/errors.ts';
import { readCenterFile } from './demo/center-file.ts';

const HELP = `What people put right in what the desk read, as JSON lines {task, text, label, was, at}; personal data is masked, the export is on record.

  npm run -s corrections -- --data DIR [--out FILE] [--from MS]
  npm run -s corrections -- --server URL --name ADMIN [--out FILE]     password in LEITSTAND_PASSWORD

  --out FILE    written for its owner alone; without it to stdout
  --from MS     only what was put right since then, ms since 1970

Then:  npm run -s train -- --corrections FILE
`;

try {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { data: string, server: string, name: string, out: string, from: string, help: { type: 'boolean' } } });
  if (values.help === true) process.stdout.write(HELP);
  else {
    const center = values.data === undefined ? undefined : readCenterFile(resolve(values.data));
    const boss = center?.signIns.find((one) => one.role === 'admin');
    const serverUrl = values.server ?? center?.serverUrl;
    const name = values.name ?? boss?.name;
    const password = values.name === undefined ? boss?.password : process.env['LEITSTAND_PASSWORD'];
    if (serverUrl === undefined || name === undefined || password === undefined) throw new CodedError('OPTION_INVALID', { detail: 'It takes --data, or --server with --name and LEITSTAND_PASSWORD.' });
    const { accessToken } = await createAuthClient(serverUrl, 'tools').signIn({ name, password });
    const response = await fetch(new URL(`/reading/corrections?from=${values.from ?? '0'}`, serverUrl), { headers: { authorization: `Bearer ${accessToken}` }, redirect: 'error', signal: AbortSignal.timeout(60_000) });
    const text = await response.text();
    if (!response.ok) throw new CodedError(response.status === 403 ? 'NOT_ALLOWED' : 'INPUT_INVALID', { detail: text.slice(0, 300) });
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(resolve(values.out), text, { mode: 0o600 });
    process.stderr.write(`${text === '' ? 0 : text.trimEnd().split('\n').length} corrections\n`);
  }
} catch (error) {
  process.stderr.write(`${isCodedError(error) ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
