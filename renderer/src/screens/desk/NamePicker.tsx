import { useMemo, type ReactNode } from 'react';
import { signedIn, useDesk } from '../../store/desk.ts';
import { namedLike, nameColleague, useNaming } from '../../store/mentions.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** Colleagues to name in a note, while an @ and the beginning of a name stand before the cursor. */
export function NamePicker({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const naming = useNaming((state) => state.naming);
  const agents = useCenter((state) => state.agents);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const typed = naming?.conversationId === conversationId ? naming.typed : undefined;
  const people = useMemo(() => (typed === undefined ? [] : namedLike(agents.values(), typed, me)), [agents, typed, me]);
  if (naming === undefined || people.length === 0) return null;
  return (
    <div className="name-picker option-list" role="listbox" aria-label={t('mention.label')} data-testid="name-picker">
      {people.map((agent, at) => (
        // The pointer must not take the focus from the note.
        <div
          key={agent.id}
          role="option"
          aria-selected={at === naming.place}
          className={`option${at === naming.place ? ' is-current' : ''}`}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => nameColleague(agent)}
        >
          <strong>^{agent.initials}</strong> {agent.name}
        </div>
      ))}
    </div>
  );
}
