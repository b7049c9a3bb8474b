import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { nameOfPress } from '../hooks/shortcuts.ts';
import { isLead, useDesk } from '../store/desk.ts';
import { bind, bindProblem, boundNow, replaceBindings, type BindProblem } from '../store/key-bindings.ts';
import { closeDialog } from '../store/ui.ts';
import { writeKeys } from '../text/keys.ts';
import { useText, type TextKey } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';
import { useBoundActions } from './bound-actions.ts';

const GROUPS = ['group.queue', 'group.item', 'group.writing', 'group.many', 'group.places', 'group.me'] as const satisfies readonly TextKey[];

/** The keys as this person has them; changed here, for every desk of theirs. */
export function ShortcutSheet({ isChanging: begins = false }: { readonly isChanging?: boolean | undefined }): ReactNode {
  const { t } = useText();
  const lead = useDesk((state) => isLead(state.session));
  const actions = useBoundActions(t, lead);
  const [isChanging, setChanging] = useState(begins);
  const [told, setTold] = useState('');
  const explain = (problem: BindProblem): string =>
    problem.kind === 'taken' ? t('keys.taken', actions.find((action) => action.id === problem.by)?.label ?? problem.by) : t(`keys.${problem.kind}`);
  const change = (action: DeskAction, press: string): void => {
    const problem = bindProblem(actions, action.id, press);
    if (problem !== undefined) return setTold(explain(problem));
    void bind({ [action.id]: [press] });
    setTold(t('keys.bound', writeKeys(t, press), action.label));
  };
  const clear = (action: DeskAction): void => {
    void bind({ [action.id]: [] });
    setTold(t('keys.cleared', action.label));
  };
  const reset = (action: DeskAction): void => {
    void bind({}, [action.id]);
    setTold(t('keys.wasReset', action.label));
  };
  return (
    <Dialog title={t(isChanging ? 'keys.change' : 'shortcuts.title')} onClose={closeDialog} width="wide" isReading testId="dialog-shortcuts">
      <div className="sheet-tools">
        <Button isSmall onPress={() => setChanging(!isChanging)} testId="keys-change">
          {t(isChanging ? 'keys.ready' : 'keys.change')}
        </Button>
        {isChanging && (
          <Button isSmall look="quiet" isDisabled={Object.keys(boundNow()).length === 0} onPress={() => void replaceBindings({})} testId="keys-reset">
            {t('keys.resetAll')}
          </Button>
        )}
        <span role="status" data-testid="keys-told">
          {told === '' && isChanging ? t('keys.howTo') : told}
        </span>
      </div>
      <div className="sheet">
        {GROUPS.map((group) => {
          const shown = actions.filter((action) => action.group === group && (isChanging ? action.fixedKeys !== true : action.keys !== undefined));
          return shown.length === 0 ? null : (
            <section key={group}>
              <h3>{t(group)}</h3>
              <dl>
                {shown.map((action) => (
                  <div key={action.id} className="sheet-line">
                    <dt>
                      {isChanging ? (
                        <KeyField action={action} onPress={change} onClear={clear} onReset={reset} isOwn={boundNow()[action.id] !== undefined} />
                      ) : (
                        action.keys?.map((keys) => (
                          <kbd key={keys} className="keys">
                            {writeKeys(t, keys)}
                          </kbd>
                        ))
                      )}
                    </dt>
                    <dd>{action.label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className="muted">{t('shortcuts.hint')}</p>
    </Dialog>
  );
}

interface KeyFieldProps {
  readonly action: DeskAction;
  readonly isOwn: boolean;
  readonly onPress: (action: DeskAction, press: string) => void;
  readonly onClear: (action: DeskAction) => void;
  readonly onReset: (action: DeskAction) => void;
}

/** Takes the next press as the act's key; Delete takes its key away, Backspace gives back the one it had at first. */
function KeyField({ action, isOwn, onPress, onClear, onReset }: KeyFieldProps): ReactNode {
  const { t } = useText();
  const [waits, setWaits] = useState(false);
  const hear = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (!waits) return;
    const press = nameOfPress(event.nativeEvent);
    if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key) || press === 'Tab' || press === 'Shift+Tab') return;
    event.preventDefault();
    event.stopPropagation();
    setWaits(false);
    if (press === 'Escape') return;
    if (press === 'Delete') onClear(action);
    else if (press === 'Backspace') onReset(action);
    else onPress(action, press);
  };
  const keys = action.keys?.map((press) => writeKeys(t, press)).join(', ') ?? t('keys.none');
  return (
    <button
      type="button"
      className={`key-field${waits ? ' is-waiting' : ''}${isOwn ? ' is-own' : ''}`}
      aria-label={waits ? t('keys.waiting', action.label) : t('keys.of', action.label, keys)}
      onClick={() => setWaits(true)}
      onBlur={() => setWaits(false)}
      onKeyDownCapture={hear}
      data-testid={`key-${action.id}`}
    >
      {waits ? '…' : keys}
    </button>
  );
}
