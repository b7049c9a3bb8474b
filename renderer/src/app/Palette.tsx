import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useFilter } from 'react-aria-components';
import { createPortal } from 'react-dom';
import { Keys } from '../components/Button.tsx';
import { useConversation } from '../store/conversation.ts';
import { isLead, useDesk } from '../store/desk.ts';
import { closeDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';
import { writeKeys } from '../text/keys.ts';
import { useBoundActions } from './bound-actions.ts';
import type { DeskAction } from './desk-action.ts';

const SEEN_AT_FIRST = 12;
const PAGE = 10;
/** No row is chosen before anything is typed: Enter by mistake does nothing. */
const NONE = -1;

/** Every action by its name. A plain list under a field: what a dialog of the house costs would hold up the frame that answers the key. */
export function Palette(): ReactNode {
  const { t } = useText();
  const { contains } = useFilter({ sensitivity: 'base' });
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const isBeside = useRef(false);
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const isWhole = useAfterPaint();
  // A list kept a moment ago arrives while this is open.
  const all = useBoundActions(t, useDesk((state) => isLead(state.session)));
  // What can be done with a conversation shows when it arrives.
  const current = useConversation((state) => state.current);
  const isOpen = useConversation((state) => state.openId !== undefined);
  const actions = useMemo(() => {
    const can = all.filter((action) => action.keysOnly !== true && (action.can?.() ?? true));
    // What can be done with the conversation in front of one comes first.
    return isOpen ? [...can.filter(({ group }) => group === 'group.item'), ...can.filter(({ group }) => group !== 'group.item')] : can;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what `can` looks at changes with it
  }, [all, isOpen, current]);
  const found = useMemo(() => (text === '' ? actions : actions.filter((action) => contains(`${action.label} ${t(action.group)}`, text))), [actions, text, contains, t]);
  const listed = isWhole ? found : found.slice(0, SEEN_AT_FIRST);
  // By its name, not its place: what arrives meanwhile does not move the choice to another act.
  const chosen = listed.findIndex((action) => action.id === chosenId);
  const place = chosen !== NONE || text === '' || listed.length === 0 ? chosen : 0;
  useFocusIn(field);
  useLayoutEffect(() => {
    if (place !== NONE) document.getElementById(`${id}-${place}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, place]);
  const pick = (action: DeskAction | undefined): void => {
    if (action === undefined) return;
    closeDialog();
    // After the field gave the focus back, so that an action may place it.
    setTimeout(action.run, 0);
  };
  const step = (by: number, isRound: boolean): void => {
    const to = place + by;
    const last = listed.length - 1;
    const at = isRound && to > last ? 0 : isRound && to < 0 ? last : Math.max(0, Math.min(last, to));
    setChosenId(listed[at]?.id);
  };
  const listen = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') closeDialog();
    else if (event.key === 'Enter') pick(listed[place]);
    else if (event.key === 'ArrowDown') step(1, true);
    else if (event.key === 'ArrowUp') step(-1, true);
    else if (event.key === 'PageDown') step(PAGE, false);
    else if (event.key === 'PageUp') step(-PAGE, false);
    // Nothing else here takes the focus.
    else if (event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
  };
  return createPortal(
    <div
      className="dialog-ground palette-ground"
      onPointerDown={(event) => {
        isBeside.current = event.target === event.currentTarget;
        if (isBeside.current) event.preventDefault();
      }}
      // Not after a press that began in the field and was let go beside it.
      onClick={(event) => isBeside.current && event.target === event.currentTarget && closeDialog()}
    >
      <div className="dialog palette">
        <div role="dialog" aria-modal aria-label={t('palette.title')} className="palette-inner" data-testid="palette" onKeyDown={listen}>
          <div className="palette-field">
            <input
              ref={field}
              className="field-input"
              role="combobox"
              aria-label={t('palette.field')}
              aria-autocomplete="list"
              aria-expanded={listed.length > 0}
              aria-controls={`${id}-list`}
              {...(place === NONE ? {} : { 'aria-activedescendant': `${id}-${place}` })}
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              placeholder={t('palette.field')}
              value={text}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setChosenId(undefined);
              }}
            />
          </div>
          {listed.length === 0 ? (
            <p id={`${id}-list`} className="muted palette-empty" role="status">
              {t('palette.nothing')}
            </p>
          ) : (
            <ul id={`${id}-list`} role="listbox" aria-label={t('palette.title')} className="option-list palette-list" data-scrolls>
              {listed.map((action, at) => (
                <Entry key={action.id} id={`${id}-${at}`} action={action} isCurrent={at === place} onPick={pick} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>,
    document.body,
  );
}

const Entry = memo(
  function Entry({ id, action, isCurrent, onPick }: { readonly id: string; readonly action: DeskAction; readonly isCurrent: boolean; readonly onPick: (action: DeskAction) => void }): ReactNode {
    const { t } = useText();
    return (
      // The pointer must not take the focus from the field before the click arrives.
      <li id={id} role="option" aria-selected={isCurrent} className="option" {...(isCurrent ? { 'data-focused': true, 'data-focus-visible': true } : {})} onPointerDown={(event) => event.preventDefault()} onClick={() => onPick(action)}>
        <span className="option-label">{action.label}</span>
        <span className="option-hint">{t(action.group)}</span>
        {action.keys?.[0] !== undefined && <Keys of={writeKeys(t, action.keys[0])} />}
      </li>
    );
  },
  // What picking does is the same in every draw.
  (before, after) => before.id === after.id && before.action === after.action && before.isCurrent === after.isCurrent,
);

/** False for the first frame. */
function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true), 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isPainted;
}

/** The field has the focus while it is there, and gives it back to what had it. */
function useFocusIn(field: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [field]);
}
