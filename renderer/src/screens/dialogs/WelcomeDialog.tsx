import { useEffect, useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { endWelcome } from '../../store/welcome.ts';
import { useText, type TextKey } from '../../text/index.tsx';

interface Step {
  readonly title: TextKey;
  readonly text: TextKey;
  /** Acts whose keys are shown. */
  readonly acts: readonly (readonly [id: string, label: TextKey])[];
}

const STEPS: readonly Step[] = [
  { title: 'welcome.lists', text: 'welcome.listsText', acts: [['down', 'shortcut.down'], ['up', 'shortcut.up'], ['open', 'shortcut.open'], ['next', 'shortcut.next']] },
  { title: 'welcome.answer', text: 'welcome.answerText', acts: [['reply', 'shortcut.reply'], ['send', 'shortcut.send'], ['sendDone', 'shortcut.sendDone'], ['note', 'shortcut.note']] },
  { title: 'welcome.finish', text: 'welcome.finishText', acts: [['done', 'action.done'], ['noAnswer', 'action.noAnswer'], ['transfer', 'action.transfer'], ['snooze', 'action.snooze']] },
  { title: 'welcome.find', text: 'welcome.findText', acts: [['palette', 'palette.title'], ['search', 'search.label'], ['shortcuts', 'shortcuts.title']] },
];

/** The first steps: four cards with the keys as this person has them. Enter goes on, Escape passes over the rest. */
export function WelcomeDialog(): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const [place, setPlace] = useState(0);
  const step = STEPS[place];
  const isLast = place === STEPS.length - 1;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      // A button that has the focus does its own.
      if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      if (isLast) endWelcome();
      else setPlace(place + 1);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [place, isLast]);
  if (step === undefined) return null;
  return (
    <Dialog
      key={step.title}
      title={t(step.title)}
      onClose={endWelcome}
      confirm={{ label: isLast ? t('welcome.end') : t('welcome.next'), onPress: () => (isLast ? endWelcome() : setPlace(place + 1)) }}
      isReading
      testId="dialog-welcome"
    >
      <p>{t(step.text)}</p>
      <dl className="welcome-keys">
        {step.acts.map(([id, label]) => (
          <div key={id} className="sheet-line">
            <dt>
              <kbd className="keys">{hint(id) ?? '–'}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('welcome.place', place + 1, STEPS.length)}</p>
    </Dialog>
  );
}
