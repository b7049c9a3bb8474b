import { useState, type ReactNode } from 'react';
import type { AccountRecord, AccountRights } from '../../../../shared/domain/account.ts';
import { Button } from '../../components/Button.tsx';
import { Tick } from '../../components/Tick.tsx';
import { changeRecord } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

const KINDS = ['answer', 'read'] as const;
type Kind = (typeof KINDS)[number];
const PEOPLE = { answer: 'answerPeople', read: 'readPeople' } as const;
const toggled = (ids: readonly string[], id: string, on: boolean): string[] => (on ? [...ids, id] : ids.filter((other) => other !== id));

/** Which teams answer, which may only read along, and who administers; what is left out follows the teams of the account. */
export function RightsForm({ account, onDone }: { readonly account: AccountRecord; readonly onDone: () => void }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  // As it was when the form was opened: what somebody else changes meanwhile is not written over.
  const [before] = useState(account);
  const [rights, setRights] = useState<AccountRights>(account.rights ?? {});
  const teams = [...center.teams.values()].toSorted((a, b) => f.compare(a.name, b.name));
  const people = [...center.agents.values()].filter(({ disabled, role }) => !disabled && role !== 'admin').toSorted((a, b) => f.compare(a.name, b.name));
  // Leads answer and read everywhere.
  const singles = people.filter(({ role }) => role === 'agent');
  const save = async (): Promise<void> => {
    if (await changeRecord('account', before, { ...before, rights })) onDone();
  };
  const follow = (kind: Kind, byTeam: boolean): void => {
    const { [kind]: _, ...rest } = rights;
    setRights(byTeam ? rest : { ...rest, [kind]: [...account.teamIds] });
  };
  return (
    <div className="rights" role="group" aria-label={t('rights.title')} data-testid="rights">
      {KINDS.map((kind) => {
        const named = rights[kind];
        return (
          <fieldset key={kind} data-testid={`rights-${kind}`}>
            <legend>{t(`rights.${kind}`)}</legend>
            <Tick label={t('rights.byTeam')} isSelected={named === undefined} onChange={(on) => follow(kind, on)} />
            {named !== undefined && (
              <div className="rights-names">
                {teams.map((team) => (
                  <Tick key={team.id} label={team.name} isSelected={named.includes(team.id)} onChange={(on) => setRights({ ...rights, [kind]: toggled(named, team.id, on) })} />
                ))}
              </div>
            )}
            <p>{t('rights.people')}</p>
            <div className="rights-names" data-testid={`rights-${kind}-people`}>
              {singles.map((person) => (
                <Tick key={person.id} label={person.name} isSelected={rights[PEOPLE[kind]]?.includes(person.id) ?? false} onChange={(on) => setRights({ ...rights, [PEOPLE[kind]]: toggled(rights[PEOPLE[kind]] ?? [], person.id, on) })} />
              ))}
            </div>
          </fieldset>
        );
      })}
      <fieldset data-testid="rights-administer">
        <legend>{t('rights.administer')}</legend>
        <p className="muted">{t('rights.adminsAlways')}</p>
        <div className="rights-names">
          {people.map((person) => (
            <Tick key={person.id} label={person.name} isSelected={rights.administer?.includes(person.id) ?? false} onChange={(on) => setRights({ ...rights, administer: toggled(rights.administer ?? [], person.id, on) })} />
          ))}
        </div>
      </fieldset>
      <div className="account-actions">
        <Button look="primary" onPress={() => void save()} testId="rights-save">
          {t('action.save')}
        </Button>
        <Button onPress={onDone}>{t('action.cancel')}</Button>
      </div>
    </div>
  );
}
