import { announce } from './ui.ts';
import { insertArticle, openNow, readerOf, suggestionsFor, wordsFor } from './articles.ts';
import { compositionOf } from './composer.ts';
import { signedIn, useDesk } from './desk.ts';
import { currentTexts } from './errors.ts';
import { items, useCenter } from './rows.ts';
import { buildThread } from './thread-model.ts';

/** Puts the suggestion at this place (0 is the first) into the answer being written. */
export function takeSuggestion(place: number): void {
  const open = openNow();
  if (open === undefined || compositionOf(open.id).mode === 'note') return;
  const suggestion = suggestionsFor(useCenter.getState().articles, open, Date.now())[place];
  if (suggestion === undefined) return;
  const thread = buildThread(open, useDesk.getState().outbox.values(), items.forConversation(open.id)?.item, signedIn(useDesk.getState())?.agentId ?? '');
  insertArticle(open.id, suggestion.article, wordsFor(suggestion.article.content, readerOf(open, thread)));
  announce(currentTexts().t('suggested.taken', suggestion.article.content.title));
}

export function canTakeSuggestion(place: number): boolean {
  const open = openNow();
  return open !== undefined && document.getElementById('composer-text') !== null && suggestionsFor(useCenter.getState().articles, open, Date.now())[place] !== undefined;
}
