import type { Screen } from '../store/ui.ts';
import type { TextKey } from '../text/index.tsx';

/** One thing a person can do from anywhere: by key, by the palette, in the sheet. */
export interface DeskAction {
  readonly id: string;
  readonly label: string;
  readonly group: Extract<TextKey, `group.${string}`>;
  /** As `useShortcuts` writes them. */
  readonly keys?: readonly string[] | undefined;
  readonly whileTyping?: boolean;
  readonly run: () => void;
  /** Looked at when the key is pressed or the palette opens. */
  readonly can?: () => boolean;
  /** Its keys count there alone, and before those that count everywhere. */
  readonly place?: Screen | undefined;
  /** The same act stands in the palette under another key. */
  readonly keysOnly?: boolean;
  /** Its keys belong to the list or the field that has the focus. */
  readonly fixedKeys?: boolean;
}
