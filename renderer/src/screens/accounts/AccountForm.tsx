import { useState, type ReactNode } from 'react';
import { CHANNELS } from '../../../../shared/channels/index.ts';
import type { AccountRecord } from '../../../../shared/domain/account.ts';
import { OWN_SESSION_CREDENTIAL } from '../../../../shared/domain/own-credential.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { changeRecord } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { TypedField } from '../house/TypedField.tsx';
import { FieldInput } from './FieldInput.tsx';

/** What a channel without limits of its own is paced at. */
const USUAL_PACE = { capacity: 300, refillPerMinute: 300 };
const MOST_PER_MINUTE = 100_000;

/** A further presence of a brand, or one there is: which channel, which handle, whose it is, and what the channel wants to know of it. Its credential is connected afterwards. */
export function AccountForm({ account, onDone }: { readonly account?: AccountRecord; readonly onDone: () => void }): ReactNode {
  const { t, f, language } = useText();
  const accounts = useCenter((state) => state.accounts);
  const teams = useCenter((state) => state.teams);
  // As it was when the form was opened: what somebody else changes meanwhile is not written over.
  const [before] = useState(account);
  const channels = [...CHANNELS.values()].toSorted((a, b) => f.compare(a.label[language], b.label[language]));
  const [channelName, setChannelName] = useState(before?.channel ?? channels[0]?.name ?? '');
  const [handle, setHandle] = useState(before?.handle ?? '');
  const [name, setName] = useState(before?.name ?? '');
  const [brand, setBrand] = useState(before?.brand ?? [...accounts.values()][0]?.brand ?? '');
  const [teamIds, setTeamIds] = useState<readonly string[]>(before?.teamIds ?? [...teams.keys()]);
  const [budget, setBudget] = useState(before?.budget ?? USUAL_PACE);
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(Object.entries(before?.settings ?? {}).map(([key, value]) => [key, String(value)])));
  const channel = CHANNELS.get(channelName);
  if (channel === undefined) return null;
  const bare = handle.trim().replace(/^@/, '');
  const id = before?.id ?? `${channel.name}-${bare.toLowerCase().replace(/[^a-z0-9_.-]/g, '-')}`.slice(0, 128);
  const isThere = before === undefined && accounts.has(id);
  const missing = bare === '' || name.trim() === '' || brand.trim() === '' || channel.settings.some((field) => field.required && (settings[field.name] ?? '').trim() === '');
  const save = async (): Promise<void> => {
    const given = channel.settings.flatMap(({ name: key, kind }) => {
      const value = (settings[key] ?? '').trim();
      return value === '' ? [] : [[key, kind === 'number' ? Number(value) : kind === 'flag' ? value === 'true' : value] as const];
    });
    const { settings: _, ...base }: AccountRecord = before ?? { id, channel: channel.name, credentialId: channel.credential.kind === 'none' ? OWN_SESSION_CREDENTIAL : id, handle: bare, name, brand, teamIds: [], budget };
    const after = { ...base, handle: bare, name: name.trim(), brand: brand.trim(), teamIds: [...teamIds], budget, ...(given.length === 0 ? {} : { settings: Object.fromEntries(given) }) };
    if (await changeRecord('account', before ?? null, after)) onDone();
  };
  return (
    <form
      className="panel credential-form"
      data-testid="new-account"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing && !isThere) void save();
      }}
    >
      <h2>{before === undefined ? t('account.add') : t('account.edit')}</h2>
      {before === undefined && <Picker label={t('account.channel')} value={channelName} options={channels.map((one) => ({ id: one.name, label: one.label[language] }))} onChange={setChannelName} testId="new-account-channel" />}
      <Field label={t('account.handle')} name="handle" value={handle} onChange={setHandle} maxLength={128} isRequired error={isThere ? t('account.isThere', accounts.get(id)?.name ?? '') : undefined} />
      <Field label={t('account.name')} name="name" value={name} onChange={setName} maxLength={128} isRequired />
      <Field label={t('account.brand')} name="brand" value={brand} onChange={setBrand} maxLength={128} isRequired />
      <fieldset data-testid="account-teams">
        <legend>{t('account.teams')}</legend>
        <div className="rights-names">
          {[...teams.values()]
            .toSorted((a, b) => f.compare(a.name, b.name))
            .map((team) => (
              <Tick key={team.id} label={team.name} isSelected={teamIds.includes(team.id)} onChange={(on) => setTeamIds(on ? [...teamIds, team.id] : teamIds.filter((other) => other !== team.id))} />
            ))}
        </div>
      </fieldset>
      <TypedField
        label={t('account.pace')}
        name="account-pace"
        value={budget.refillPerMinute}
        write={String}
        read={(text) => (/^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST_PER_MINUTE ? Number(text) : undefined)}
        onChange={(refillPerMinute) => setBudget({ ...budget, refillPerMinute })}
        hint={t('account.paceHint')}
        problem={t('account.paceWrong', f.number(MOST_PER_MINUTE))}
        maxLength={6}
      />
      {channel.settings.map((field) => (
        <FieldInput key={field.name} field={field} value={settings[field.name] ?? ''} onChange={(value) => setSettings({ ...settings, [field.name]: value })} />
      ))}
      <div className="account-actions">
        <Button type="submit" look="primary" isDisabled={missing || isThere} onPress={() => undefined} testId="new-account-save">
          {t('action.save')}
        </Button>
        <Button onPress={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}
