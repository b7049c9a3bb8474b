import { articleFromAnswer, newArticle, solvedAnswer, useKnowledge } from '../store/article-draft.ts';
import { isEditor, MOST_SUGGESTED } from '../store/articles.ts';
import { askForArticle, useAsking } from '../store/asking.ts';
import { useConversation } from '../store/conversation.ts';
import { canTakeSuggestion, takeSuggestion } from '../store/take-suggestion.ts';
import { showScreen, useUi } from '../store/ui.ts';
import type { Translate } from '../text/index.tsx';
import type { DeskAction } from './desk-action.ts';
import { focusComposer } from './focus-composer.ts';

const atDesk = (): boolean => useUi.getState().screen === 'desk' && useConversation.getState().openId !== undefined;

/** What is known, from anywhere: asked for, taken, written down. */
export function articleActions(t: Translate): DeskAction[] {
  return [
    {
      id: 'insert',
      label: t('inserter.title'),
      group: 'group.writing',
      keys: ['/'],
      run: () => {
        focusComposer();
        const { openId } = useConversation.getState();
        if (openId === undefined) return;
        // At once where the field is there: what is typed next belongs into the inserter already.
        askForArticle(openId);
        if (useAsking.getState().place === undefined) setTimeout(() => askForArticle(openId), 0);
      },
      can: atDesk,
    },
    ...Array.from(
      { length: MOST_SUGGESTED },
      (_, place): DeskAction => ({
        id: `suggestion-${place + 1}`,
        label: t('suggested.take', place + 1),
        group: 'group.writing',
        keys: [`Alt+${place + 1}`],
        whileTyping: true,
        run: () => takeSuggestion(place),
        can: () => atDesk() && canTakeSuggestion(place),
      }),
    ),
    {
      id: 'articleFromAnswer',
      label: t('knowledge.fromAnswerAction'),
      group: 'group.item',
      keys: ['f'],
      run: articleFromAnswer,
      can: () => atDesk() && solvedAnswer() !== undefined,
    },
    { id: 'newArticle', label: t('knowledge.new'), group: 'group.places', run: () => newArticle() },
    { id: 'newSnippet', label: t('knowledge.newSnippet'), group: 'group.places', run: () => newArticle('snippet') },
    {
      id: 'importArticles',
      label: t('import.title'),
      group: 'group.places',
      run: () => {
        useKnowledge.setState({ isImporting: true, draft: undefined });
        showScreen('knowledge');
      },
      can: isEditor,
    },
  ];
}
