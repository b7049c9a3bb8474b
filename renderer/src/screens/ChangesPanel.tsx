import type { ReactNode } from 'react';
import { Field } from '../components/Field.tsx';
import { useText } from '../text/index.tsx';

export interface ChangesPanelProps {
  readonly name: 'house' | 'strategy';
  /** What would change, a line each. */
  readonly lines: readonly ReactNode[];
  readonly online: boolean;
  readonly note: string;
  readonly onNote: (note: string) => void;
  /** What it would be refused for, what would come of it. */
  readonly children?: ReactNode;
  readonly acts: ReactNode;
}

/** Rules that were changed here and hold nowhere yet: what, why, and what to do with it. */
export function ChangesPanel({ name, lines, online, note, onNote, children, acts }: ChangesPanelProps): ReactNode {
  const { t } = useText();
  const title = t('rules.changes', lines.length);
  return (
    <section className={`panel${lines.length === 0 ? '' : ' rules-foot'}`} aria-label={title} data-testid={`${name}-changes`}>
      <h2>{title}</h2>
      {lines.length === 0 ? (
        <p className="muted">{t('rules.noChanges')}</p>
      ) : (
        <>
          <ul>{lines}</ul>
          {children}
          <Field label={t('rules.note')} value={note} onChange={onNote} name={`${name}-note`} />
          <div className="account-actions">{acts}</div>
          {!online && <p className="muted">{t('rules.offline')}</p>}
        </>
      )}
    </section>
  );
}
