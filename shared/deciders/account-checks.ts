import { getChannel } from '../channels/index.ts';
import type { AccountRecord } from '../domain/account.ts';
import type { HouseNoun, HouseRecord } from '../domain/house.ts';

interface World {
  get<N extends HouseNoun>(noun: N, id: string): HouseRecord<N> | undefined;
  all<N extends HouseNoun>(noun: N): Iterable<HouseRecord<N>>;
}

/** Where an account's record names what is not there, or lacks what its channel must know of it: the first problem, by its place in the record. */
export function accountProblem(world: World, account: AccountRecord, before: AccountRecord | null): { readonly at: string; readonly detail: string } | undefined {
  const channel = getChannel(account.channel);
  if (channel === undefined) return { at: 'channel', detail: `no channel ${account.channel}` };
  if (before !== null && before.channel !== account.channel) return { at: 'channel', detail: 'what was said on an account was said on its channel: another channel is another account' };
  for (const { name, kind, required, choices } of channel.settings) {
    const value = account.settings?.[name];
    if (value === undefined || value === '') {
      if (required) return { at: `settings.${name}`, detail: `${channel.label.en} needs it` };
      continue;
    }
    const wanted = kind === 'number' ? 'number' : kind === 'flag' ? 'boolean' : undefined;
    if (wanted !== undefined && typeof value !== wanted) return { at: `settings.${name}`, detail: `a ${wanted}` };
    if (kind === 'choice' && (typeof value !== 'string' || choices?.includes(value) === false)) return { at: `settings.${name}`, detail: `one of ${choices?.join(', ') ?? ''}` };
  }
  const { rights, person } = account;
  for (const [at, ids] of [['teamIds', account.teamIds], ['rights.answer', rights?.answer], ['rights.read', rights?.read]] as const) {
    const missing = ids?.find((id) => world.get('team', id) === undefined);
    if (missing !== undefined) return { at, detail: `no team ${missing}` };
  }
  for (const [at, ids] of [['rights.answerPeople', rights?.answerPeople], ['rights.readPeople', rights?.readPeople], ['rights.administer', rights?.administer], ['person.mayUse', person?.mayUse]] as const) {
    const missing = ids?.find((id) => world.get('agent', id) === undefined);
    if (missing !== undefined) return { at, detail: `nobody is called ${missing}` };
  }
  const elsewhere = person?.forAccounts.find((id) => world.get('account', id) === undefined);
  if (elsewhere !== undefined) return { at: 'person.forAccounts', detail: `no account ${elsewhere}` };
  const folded = account.handle.toLowerCase();
  if (before?.handle.toLowerCase() === folded) return undefined;
  for (const other of world.all('account')) if (other.id !== account.id && other.channel === account.channel && other.handle.toLowerCase() === folded) return { at: 'handle', detail: `${other.name} is it already` };
  return undefined;
}
