import { compose, compositionOf, write } from './composer.ts';
import { useConversation } from './conversation.ts';

const FIELD = 'composer-text';

/** Somebody asked to write before the field was there: what they type meanwhile belongs into it and is no shortcut. */
let awaited: { readonly conversationId: string; typed: string } | undefined;

/** Puts the cursor into the open conversation's field, at once or as soon as it is there. */
export function focusComposerField(): void {
  const { openId } = useConversation.getState();
  if (openId === undefined) return;
  const field = document.getElementById(FIELD);
  if (field?.dataset['conversation'] === openId) field.focus();
  else awaited = { conversationId: openId, typed: '' };
}

/** Puts words where the cursor stands, or in place of what is marked; the cursor goes behind them. */
export function insertAtCursor(conversationId: string, words: string): void {
  const field = document.getElementById(FIELD);
  if (!(field instanceof HTMLTextAreaElement) || field.dataset['conversation'] !== conversationId || field.readOnly) return;
  const { selectionStart, selectionEnd, value } = field;
  const text = value.slice(0, selectionStart) + words + value.slice(selectionEnd);
  if (compositionOf(conversationId).mode === 'note') compose(conversationId, { note: text });
  else write(conversationId, { text });
  // Behind the drawing: until then the field holds the text before.
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(selectionStart + words.length, selectionStart + words.length);
  });
}

/** The field of a conversation is there now. */
export function composerFieldReady(conversationId: string): void {
  if (awaited?.conversationId !== conversationId) return;
  const { typed } = awaited;
  awaited = undefined;
  const { text } = compositionOf(conversationId);
  if (typed !== '') write(conversationId, { text: text === '' ? typed : `${text} ${typed}` });
  document.getElementById(FIELD)?.focus();
}

/** True when the key press was typed for a field that is not there yet, and is kept for it. */
export function keepForComposer(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  if (awaited === undefined) return false;
  const { openId, failure } = useConversation.getState();
  if (awaited.conversationId !== openId || failure !== undefined || event.key === 'Escape') {
    awaited = undefined;
    return false;
  }
  if (event.key === 'Backspace') awaited.typed = awaited.typed.slice(0, -1);
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) awaited.typed += event.key;
  else return false;
  return true;
}
