import { useState, type ReactNode } from 'react';
import { CHANNELS } from '../../../../shared/channels/index.ts';
import type { Account } from '../../../../shared/domain/account.ts';
import { OWN_SESSION_CREDENTIAL } from '../../../../shared/domain/own-credential.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { askCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { FieldInput } from './FieldInput.tsx';

/** What a channel without limits of its own is paced at. */
const USUAL_PACE = { capacity: 300, refillPerMinute: 300 };

/** A further presence of a brand, or one there is: which channel, which handle, and what the channel wants to know of it. Its credential is connected afterwards. */
export function AccountForm({ account, onDone }: { readonly account?: Account; readonly onDone: () => void }): ReactNode {
  const { t, f, language } = useText();
  const accounts = useCenter((state) => state.accounts);
  const teams = useCenter((state) => state.teams);
  const channels = [...CHANNELS.values()].toSorted((a, b) => f.compare(a.label[language], b.label[language]));
  const [channelName, setChannelName] = useState(account?.channel ?? channels[0]?.name ?? '');
  const [handle, setHandle] = useState(account?.handle ?? '');
  const [name, setName] = useState(account?.name ?? '');
  const [brand, setBrand] = useState(account?.brand ?? [...accounts.values()][0]?.brand ?? '');
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(Object.entries(account?.settings ?? {}).map(([key, value]) => [key, String(value)])));
  const channel = CHANNELS.get(channelName);
  if (channel === undefined) return null;
  const bare = handle.trim().replace(/^@/, '');
  const missing = bare === '' || name.trim() === '' || brand.trim() === '' || channel.settings.some((field) => field.required && (settings[field.name] ?? '').trim() === '');
  const save = async (): Promise<void> => {
    const id = `${channel.name}-${bare.toLowerCase().replace(/[^a-z0-9_.-]/g, '-')}`.slice(0, 128);
    const given = channel.settings.flatMap(({ name: key, kind }) => {
      const value = (settings[key] ?? '').trim();
      return value === '' ? [] : [[key, kind === 'number' ? Number(value) : kind === 'flag' ? value === 'true' : value] as const];
    });
    const base: Omit<Account, 'handle' | 'name' | 'brand'> = account ?? { id, channel: channel.name, credentialId: channel.credential.kind === 'none' ? OWN_SESSION_CREDENTIAL : id, teamIds: [...teams.keys()], budget: USUAL_PACE };
    const { stopped: _, settings: __, ...before } = base;
    const answer = await askCommand({ type: 'account.register', data: { ...before, handle: bare, name: name.trim(), brand: brand.trim(), ...(given.length === 0 ? {} : { settings: Object.fromEntries(given) }) } });
    if (answer.status === 'accepted') onDone();
  };
  return (
    <form
      className="panel credential-form"
      data-testid="new-account"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) void save();
      }}
    >
      <h2>{account === undefined ? t('account.add') : t('account.edit')}</h2>
      {account === undefined && <Picker label={t('account.channel')} value={channelName} options={channels.map((one) => ({ id: one.name, label: one.label[language] }))} onChange={setChannelName} testId="new-account-channel" />}
      <Field label={t('account.handle')} name="handle" value={handle} onChange={setHandle} maxLength={128} isRequired />
      <Field label={t('account.name')} name="name" value={name} onChange={setName} maxLength={128} isRequired />
      <Field label={t('account.brand')} name="brand" value={brand} onChange={setBrand} maxLength={128} isRequired />
      {channel.settings.map((field) => (
        <FieldInput key={field.name} field={field} value={settings[field.name] ?? ''} onChange={(value) => setSettings({ ...settings, [field.name]: value })} />
      ))}
      <div className="account-actions">
        <Button type="submit" look="primary" isDisabled={missing} onPress={() => undefined} testId="new-account-save">
          {t('action.save')}
        </Button>
        <Button onPress={onDone}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}
