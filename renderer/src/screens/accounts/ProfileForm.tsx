import { useState, type ReactNode } from 'react';
import type { AccountRecord, PersonProfile } from '../../../../shared/domain/account.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Field } from '../../components/Field.tsx';
import { Tick } from '../../components/Tick.tsx';
import { changeRecord } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

const NEW: PersonProfile = { mayUse: [], forAccounts: [], threads: 'leads', approval: true, mark: '' };
const toggled = (ids: readonly string[], id: string, on: boolean): string[] => (on ? [...ids, id] : ids.filter((other) => other !== id));

/** C10: whether an account is a named person's own profile, and the rules it may be used by. */
export function ProfileForm({ account, onDone }: { readonly account: AccountRecord; readonly onDone: () => void }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  // As it was when the form was opened: what somebody else changes meanwhile is not written over.
  const [before] = useState(account);
  const [isPerson, setPerson] = useState(account.person !== undefined);
  const [rules, setRules] = useState<PersonProfile>(account.person ?? NEW);
  const people = [...center.agents.values()].filter(({ disabled }) => !disabled).toSorted((a, b) => f.compare(a.name, b.name));
  const others = [...center.accounts.values()].filter(({ id, channel, person }) => id !== account.id && channel === account.channel && person === undefined).toSorted((a, b) => f.compare(a.name, b.name));
  const save = async (): Promise<void> => {
    const { person: _, ...rest } = before;
    if (await changeRecord('account', before, { ...rest, ...(isPerson ? { person: rules } : {}) })) onDone();
  };
  return (
    <div className="rights" role="group" aria-label={t('profile.title')} data-testid="profile-form">
      <Tick label={t('profile.isPerson')} isSelected={isPerson} onChange={setPerson} />
      <p className="muted">{t('profile.hint')}</p>
      {isPerson && (
        <>
          <fieldset data-testid="profile-people">
            <legend>{t('profile.mayUse')}</legend>
            <div className="rights-names">
              {people.map((person) => (
                <Tick key={person.id} label={person.name} isSelected={rules.mayUse.includes(person.id)} onChange={(on) => setRules({ ...rules, mayUse: toggled(rules.mayUse, person.id, on) })} />
              ))}
            </div>
          </fieldset>
          <fieldset data-testid="profile-accounts">
            <legend>{t('profile.forAccounts')}</legend>
            <p className="muted">{t('profile.allOfBrand')}</p>
            <div className="rights-names">
              {others.map((other) => (
                <Tick key={other.id} label={other.name} isSelected={rules.forAccounts.includes(other.id)} onChange={(on) => setRules({ ...rules, forAccounts: toggled(rules.forAccounts, other.id, on) })} />
              ))}
            </div>
          </fieldset>
          <Choices
            label={t('profile.threads')}
            value={rules.threads}
            onChange={(threads) => setRules({ ...rules, threads })}
            choices={(['leads', 'public'] as const).map((id) => ({ id, label: t(`profile.threads.${id}`) }))}
          />
          <Tick label={t('profile.approval')} isSelected={rules.approval} onChange={(approval) => setRules({ ...rules, approval })} />
          <Field label={t('profile.mark')} hint={t('profile.mark.hint')} value={rules.mark} onChange={(mark) => setRules({ ...rules, mark })} maxLength={80} name="profile-mark" />
        </>
      )}
      <div className="account-actions">
        <Button look="primary" onPress={() => void save()} testId="profile-save">
          {t('action.save')}
        </Button>
        <Button onPress={onDone}>{t('action.cancel')}</Button>
      </div>
    </div>
  );
}
