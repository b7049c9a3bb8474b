import { describe, expect, test } from 'vitest';
import { indexKnowledge, suggestKnowledge } from '../../shared/text/knowledge.ts';
import { addressForm } from '../../shared/text/address-form.ts';
import { findPersonalData } from '../../shared/text/personal-data.ts';
import { bodyFor } from '../../shared/text/article-body.ts';
import { SAMPLE_ARTICLES } from '../../tools/sample/articles.ts';

describe('the sample center’s articles', () => {
  test('KNOW-6 are in the form they are filed under, and so is what is proposed', () => {
    for (const { content } of SAMPLE_ARTICLES) {
      for (const form of ['du', 'sie'] as const) {
        const { text, form: got } = bodyFor(content, { language: 'de', form });
        expect([content.title, got === 'plain' ? 'none' : addressForm(text).label]).toEqual([content.title, got === 'plain' ? 'none' : got === 'du' ? 'du' : 'Sie']);
        expect(findPersonalData(text), text).toEqual([]);
      }
    }
  });

  test.each([
    ['Hilfe, mein Router blinkt seit heute früh rot und nichts geht mehr', 'Router blinkt rot, kein Internet'],
    ['Hab mein Handy verloren, wie sperre ich die Karte?', 'SIM-Karte sperren'],
    ['Wir ziehen im Mai um, geht das Internet mit?', 'Umzug des Anschlusses'],
    ['warum ist meine Rechnung plötzlich doppelt so hoch???', 'Rechnung höher als erwartet'],
    ['Der Techniker ist nicht gekommen!', 'Technikertermin verschieben'],
    ['wann krieg ich endlich meine Erstattung', 'Gutschrift: wann sie kommt'],
  ])('KNOW-4 answer what customers ask: %s', (question, title) => {
    const index = indexKnowledge(SAMPLE_ARTICLES.map(({ articleId: id, content }) => ({ id, title: content.title, keywords: content.keywords, texts: content.bodies.map(({ sie, du, plain }) => sie ?? du ?? plain ?? '') })));
    const titles = new Map(SAMPLE_ARTICLES.map(({ articleId, content }) => [articleId, content.title]));
    expect(suggestKnowledge(index, question).map(({ id }) => titles.get(id))[0]).toBe(title);
  });
});
