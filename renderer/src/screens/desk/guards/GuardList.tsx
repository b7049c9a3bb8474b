import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Field } from '../../../components/Field.tsx';
import { useAltNumbers } from '../../../hooks/number-keys.ts';
import { useText } from '../../../text/index.tsx';

/** One way out of what a guard says. */
export interface GuardFix {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly isQuiet?: boolean;
  readonly testId?: string;
}

/** One thing the desk says about a draft. */
export interface GuardEntry {
  readonly id: string;
  /** The heaviest stands first. */
  readonly weight: number;
  readonly tone: 'red' | 'amber';
  readonly body: ReactNode;
  readonly fixes: readonly GuardFix[];
  /** Sending on purpose asks for a typed reason. `label`: of the way there. */
  readonly reason?: { /** What it is given for: for something else it is asked anew. */ readonly about: string; readonly label: string; readonly question: string; readonly onGiven: (reason: string) => void } | undefined;
}

/** More at once is a wall nobody reads. */
const SHOWN = 2;
const SHORTEST_REASON = 8;

export const toComposerField = (): void => document.getElementById('composer-text')?.focus();

/** What would better not go out like this: by weight, the lighter ones behind a line; each way out has a number. */
export function GuardList({ entries }: { readonly entries: readonly GuardEntry[] }): ReactNode {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  // An entry that went away, or is about something else by now, asks no more.
  const [askedFor, setAskedFor] = useState<string>();
  const asking = (entry: GuardEntry): boolean => entry.reason !== undefined && askedFor === aboutOf(entry);
  const sorted = entries.toSorted((a, b) => b.weight - a.weight);
  const shown = open ? sorted : sorted.slice(0, SHOWN);
  const more = sorted.length - shown.length;
  const fixes = shown.flatMap((entry) => (asking(entry) ? [] : withReason(entry, () => setAskedFor(aboutOf(entry))).map((fix) => ({ ...fix, entryId: entry.id }))));
  useAltNumbers(fixes, (fix) => fix.run());
  const numberOf = (entryId: string, fixId: string): number => fixes.findIndex((fix) => fix.entryId === entryId && fix.id === fixId) + 1;
  return (
    <div className="composer-notices guard-list" aria-live="polite" data-testid="guard-list">
      {shown.map((entry) => (
        <div key={entry.id} className={`guard guard-${entry.tone}`} data-testid={`guard-${entry.id}`}>
          <div className="guard-body">{entry.body}</div>
          {asking(entry) && entry.reason !== undefined ? (
            <Reason
              question={entry.reason.question}
              onGiven={(reason) => {
                setAskedFor(undefined);
                entry.reason?.onGiven(reason);
                toComposerField();
              }}
              onLeave={() => {
                setAskedFor(undefined);
                toComposerField();
              }}
            />
          ) : (
            <div className="guard-fixes">
              {withReason(entry, () => setAskedFor(aboutOf(entry))).map((fix) => (
                <Button key={fix.id} isSmall look={fix.isQuiet === true ? 'quiet' : 'plain'} onPress={fix.run} keys={keysOf(numberOf(entry.id, fix.id), t)} testId={fix.testId ?? `guard-${fix.id}`}>
                  {fix.label}
                </Button>
              ))}
            </div>
          )}
        </div>
      ))}
      {(more > 0 || open) && sorted.length > SHOWN && (
        <button type="button" className="link-button guard-more" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="guard-more">
          {open ? t('guard.fewer') : t('guard.more', more)}
        </button>
      )}
    </div>
  );
}

const aboutOf = (entry: GuardEntry): string => `${entry.id}\n${entry.reason?.about ?? ''}`;
const keysOf = (number: number, t: ReturnType<typeof useText>['t']): string | undefined => (number >= 1 && number <= 9 ? t('keys.alt', number) : undefined);

function withReason(entry: GuardEntry, ask: () => void): readonly GuardFix[] {
  return entry.reason === undefined ? entry.fixes : [...entry.fixes, { id: 'anyway', label: entry.reason.label, run: ask, isQuiet: true }];
}

function Reason({ question, onGiven, onLeave }: { readonly question: string; readonly onGiven: (reason: string) => void; readonly onLeave: () => void }): ReactNode {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const enough = reason.trim().length >= SHORTEST_REASON;
  return (
    <form
      className="guard-reason"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (enough) onGiven(reason.trim());
      }}
    >
      <Field label={question} hideLabel value={reason} onChange={setReason} autoFocus name="guard-reason" />
      <Button type="submit" isSmall isDisabled={!enough} onPress={() => undefined} testId="guard-disclose">
        {t('guard.disclose')}
      </Button>
    </form>
  );
}
