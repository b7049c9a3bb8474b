import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Choices } from '../../components/Choices.tsx';
import { EMOJI_GROUPS, findEmoji, inTone, loadEmoji, SKIN_TONES, type Emoji, type SkinTone } from '../../emoji/emoji.ts';
import { useDesk } from '../../store/desk.ts';
import { changeSettings } from '../../store/settings.ts';
import { useText } from '../../text/index.tsx';

/** Columns of the grid: Up and Down move by as many. */
const COLUMNS = 9;
const MOST_FOUND = 180;
const MOST_RECENT = 18;
const NONE: readonly string[] = [];
const HAND = '\u{1F44B}';

/** Signs for an answer: found by German and English words, chosen by arrows and Enter or by a click; the last ones and the tone of skin are remembered. */
export function EmojiPicker({ onPick }: { readonly onPick: (sign: string) => void }): ReactNode {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button id="emoji-open" className="icon-button emoji-open" aria-label={t('emoji.open')} data-testid="emoji-open">
        <span aria-hidden="true">☺</span>
      </Button>
      <Popover className="popover emoji-popover" placement="top end">
        <Dialog className="emoji-picker" aria-label={t('emoji.open')} data-testid="emoji-picker">
          <Signs
            onPick={(sign) => {
              setOpen(false);
              onPick(sign);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Signs({ onPick }: { readonly onPick: (sign: string) => void }): ReactNode {
  const { t, language } = useText();
  const recent = useDesk((state) => state.settings.emojiRecent) ?? NONE;
  const tone = (useDesk((state) => state.settings.emojiTone) ?? 0) as SkinTone;
  const [all, setAll] = useState<readonly Emoji[]>([]);
  const [typed, setTyped] = useState('');
  const [group, setGroup] = useState<(typeof EMOJI_GROUPS)[number]>('faces');
  const [place, setPlace] = useState(0);
  const list = useId();
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => void loadEmoji().then(setAll), []);
  const shown = useMemo(() => {
    if (typed.trim() !== '') return findEmoji(all, typed).slice(0, MOST_FOUND);
    const last = recent.flatMap((sign) => all.find((emoji) => emoji.sign === sign) ?? []);
    return [...last, ...all.filter((emoji) => emoji.group === group && !last.includes(emoji))];
  }, [all, typed, group, recent]);
  const current = Math.min(place, Math.max(0, shown.length - 1));
  useEffect(() => grid.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [current]);

  const pick = (emoji: Emoji | undefined): void => {
    if (emoji === undefined) return;
    void changeSettings({ emojiRecent: [emoji.sign, ...recent.filter((sign) => sign !== emoji.sign)].slice(0, MOST_RECENT) });
    onPick(inTone(emoji, tone));
  };
  const move = (event: KeyboardEvent<HTMLInputElement>): void => {
    const field = event.currentTarget;
    const atEnd = field.selectionStart === field.value.length;
    const steps: Readonly<Record<string, number>> = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ...(atEnd ? { ArrowRight: 1, ...(current > 0 ? { ArrowLeft: -1 } : {}) } : {}) };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setPlace(Math.min(Math.max(0, current + step), shown.length - 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(shown[current]);
    }
  };
  const chosen = shown[current];
  return (
    <>
      <input
        className="field-input"
        // The picker is opened to find something.
        autoFocus
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        {...(chosen === undefined ? {} : { 'aria-activedescendant': `${list}-${current}` })}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={move}
        data-testid="emoji-search"
      />
      {typed.trim() === '' && (
        <Choices
          label={t('emoji.group')}
          hideLabel
          look="segments"
          value={group}
          onChange={(next) => {
            setGroup(next);
            setPlace(0);
          }}
          choices={EMOJI_GROUPS.map((id) => ({ id, label: t(`emoji.group.${id}`) }))}
        />
      )}
      <div className="emoji-grid" ref={grid} id={list} role="listbox" aria-label={t('emoji.signs')} data-roving>
        {shown.map((emoji, at) => (
          <div
            key={emoji.sign}
            id={`${list}-${at}`}
            role="option"
            aria-selected={at === current}
            aria-label={emoji[language]}
            title={emoji[language]}
            className="emoji-sign"
            onClick={() => pick(emoji)}
            onMouseMove={() => setPlace(at)}
          >
            {inTone(emoji, tone)}
          </div>
        ))}
        {all.length > 0 && shown.length === 0 && <p className="muted">{t('emoji.none')}</p>}
      </div>
      <div className="emoji-foot">
        <span className="muted" aria-live="polite">
          {chosen?.[language] ?? ''}
        </span>
        <Choices
          label={t('emoji.tone')}
          hideLabel
          look="segments"
          value={String(tone)}
          onChange={(next) => void changeSettings({ emojiTone: Number(next) })}
          choices={SKIN_TONES.map((one) => ({ id: String(one), label: inTone({ sign: HAND, hasTones: true }, one) }))}
        />
      </div>
    </>
  );
}
