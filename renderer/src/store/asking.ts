import type { KeyboardEvent } from 'react';
import { create } from 'zustand';
import { nextPlaceholder, placeholdersIn } from '../../../shared/text/article-body.ts';
import { openPlaceholder } from './articles.ts';
import { compositionOf } from './composer.ts';
import { currentTexts } from './errors.ts';
import { announce } from './ui.ts';

/** Where in which answer somebody asks for an article. */
export const useAsking = create<{ readonly place: { readonly conversationId: string; readonly from: number; readonly to: number } | undefined }>(() => ({ place: undefined }));

export const stopAsking = (): void => useAsking.setState({ place: undefined });

function fieldOf(conversationId: string): HTMLTextAreaElement | undefined {
  const field = document.getElementById('composer-text');
  return field instanceof HTMLTextAreaElement && field.dataset['conversation'] === conversationId && !field.readOnly ? field : undefined;
}

/** Opens the inserter where the cursor stands. */
export function askForArticle(conversationId: string): void {
  const field = fieldOf(conversationId);
  if (field === undefined || compositionOf(conversationId).mode === 'note') return;
  useAsking.setState({ place: { conversationId, from: field.selectionStart, to: field.selectionEnd } });
}

/** Keys of the answer's field that are about articles: `/` at the beginning of a word, Tab to what is to be filled in. True: heard here. */
export function hearArticleKey(event: KeyboardEvent<HTMLTextAreaElement>, conversationId: string): boolean {
  const field = event.currentTarget;
  if (event.nativeEvent.isComposing || field.readOnly || compositionOf(conversationId).mode === 'note') return false;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === '/' && isPlain && (field.selectionStart === 0 || /\s/u.test(field.value[field.selectionStart - 1] ?? ''))) {
    event.preventDefault();
    askForArticle(conversationId);
    return true;
  }
  if (event.key !== 'Tab' || !isPlain || event.shiftKey || openPlaceholder(conversationId, field.value) === undefined) return false;
  const isOn = placeholdersIn(field.value).some(({ start, end }) => start === field.selectionStart && end === field.selectionEnd);
  const next = nextPlaceholder(field.value, isOn ? field.selectionEnd : field.selectionStart);
  // The only one left, and already on it: Tab goes on as everywhere.
  if (next === undefined || (next.start === field.selectionStart && next.end === field.selectionEnd)) return false;
  event.preventDefault();
  field.setSelectionRange(next.start, next.end);
  return true;
}

/** True where the answer still has an article's placeholder: the cursor goes there, and nothing is sent. */
export function stopAtPlaceholder(conversationId: string): boolean {
  const open = openPlaceholder(conversationId, compositionOf(conversationId).text);
  if (open === undefined) return false;
  const field = fieldOf(conversationId);
  field?.focus();
  field?.setSelectionRange(open.start, open.end);
  announce(currentTexts().t('article.open', `{${open.name}}`));
  return true;
}
