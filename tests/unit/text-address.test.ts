import { describe, expect, test } from 'vitest';
import { addressForm } from '../../shared/text/address-form.ts';
import { familiarOf, imperativeOf, politeOf } from '../../shared/text/german-verbs.ts';
import { guardDraft } from '../../shared/text/draft-guards.ts';
import { rewriteAddress } from '../../shared/text/rewrite-address.ts';

describe('form of address', () => {
  test.each([
    ['Kannst du mir helfen?', 'du'],
    ['Habt ihr heute wieder Störung?', 'du'],
    ['Eure Hotline ist tot.', 'du'],
    ['Bitte repariert endlich den Aufzug!', 'du'],
    ['Schau bitte mal nach.', 'du'],
    ['Können Sie mir bitte helfen?', 'Sie'],
    ['Ich danke Ihnen für Ihre Mühe.', 'Sie'],
    ['Rufen Sie mich zurück.', 'Sie'],
    ['Der Aufzug ist kaputt.', 'none'],
    ['Sie ist gestern angekommen.', 'none'],
    ['Die Kollegin hat mir ihr Gerät gezeigt.', 'none'],
    ['Ich habe mit ihr gesprochen.', 'none'],
    ['Du weißt, es wird ein guter Tag, wenn der Bus kommt.', 'none'],
  ])('%s → %s', (text, label) => expect(addressForm(text).label).toBe(label));

  test('the words it rests on stand in the text', () => {
    const text = 'Könnt ihr euren Router prüfen?';
    const { evidence } = addressForm(text);
    expect(evidence).toContain('euren');
    for (const word of evidence) expect(text).toContain(word);
  });
});

describe('verbs', () => {
  test.each([
    ['gibst', 'geben'],
    ['fährst', 'fahren'],
    ['ankommst', 'ankommen'],
    ['arbeitest', 'arbeiten'],
    ['wechselst', 'wechseln'],
    ['reist', 'reisen'],
    ['hättest', 'hätten'],
    ['vergisst', 'vergessen'],
    ['herunterlädst', 'herunterladen'],
  ])('%s ↔ %s', (familiar, polite) => {
    expect(politeOf(familiar)).toBe(polite);
    expect(familiarOf(polite)).toBe(familiar);
  });

  test.each([
    ['geben', 'gib'],
    ['lesen', 'lies'],
    ['vergessen', 'vergiss'],
    ['fahren', 'fahr'],
    ['warten', 'warte'],
    ['seien', 'sei'],
    ['wechseln', 'wechsle'],
    ['spielen', 'spiel'],
    ['öffnen', 'öffne'],
    ['beantragen', 'beantrag'],
  ])('imperative of %s', (polite, imperative) => expect(imperativeOf(polite)).toBe(imperative));
});

describe('rewriting', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['Kannst du uns deine Nummer schicken?', 'Können Sie uns Ihre Nummer schicken?'],
    ['Schick uns bitte ein Foto.', 'Schicken Sie uns bitte ein Foto.'],
    ['Melde dich bei uns, wenn du Fragen hast.', 'Melden Sie sich bei uns, wenn Sie Fragen haben.'],
    ['Wir haben dir geschrieben und rufen dich morgen an.', 'Wir haben Ihnen geschrieben und rufen Sie morgen an.'],
    ['Hast du dich schon angemeldet?', 'Haben Sie sich schon angemeldet?'],
    ['Mach dir keine Sorgen.', 'Machen Sie sich keine Sorgen.'],
    ['Weißt du, ob dein Router läuft?', 'Wissen Sie, ob Ihr Router läuft?'],
    ['Wenn du den Stecker ziehst, siehst du ein rotes Licht.', 'Wenn Sie den Stecker ziehen, sehen Sie ein rotes Licht.'],
    ['Das ist für dich kostenlos.', 'Das ist für Sie kostenlos.'],
    ['Lies dir den Brief durch und gib uns Bescheid.', 'Lesen Sie sich den Brief durch und geben Sie uns Bescheid.'],
  ];
  test.each(pairs)('%s → Sie', (du, sie) => expect(rewriteAddress(du, 'Sie')).toBe(sie));
  test.each(pairs)('%s ← Sie', (du, sie) => expect(rewriteAddress(sie, 'du')).toBe(du));

  test.each(['Der Techniker kommt morgen.', 'Sie ist schon unterwegs, sagt die Kollegin.', 'Wir prüfen das und melden uns.', ''])(
    '%s stays',
    (text) => {
      expect(rewriteAddress(text, 'Sie')).toBe(text);
      expect(rewriteAddress(text, 'du')).toBe(text);
    },
  );

  test('twice is once', () => {
    for (const [du, sie] of pairs) {
      expect(rewriteAddress(rewriteAddress(du, 'Sie'), 'Sie')).toBe(sie);
      expect(rewriteAddress(rewriteAddress(sie, 'du'), 'du')).toBe(du);
    }
  });
});

describe('guards', () => {
  test('a mixture is found and put right in the form that is known', () => {
    const [finding] = guardDraft('Können Sie uns deine Nummer schicken?', { address: 'du', isPublic: false });
    expect(finding).toMatchObject({ kind: 'mixedAddress', wanted: 'du', rewritten: 'Kannst du uns deine Nummer schicken?' });
  });

  test('the wrong form is found, the right one is left alone', () => {
    expect(guardDraft('Kannst du das prüfen?', { address: 'Sie', isPublic: true })).toMatchObject([
      {
        kind: 'wrongAddress',
        places: [
          { start: 0, end: 6 },
          { start: 7, end: 9 },
        ],
      },
    ]);
    expect(guardDraft('Können Sie das prüfen?', { address: 'Sie', isPublic: true })).toEqual([]);
    expect(guardDraft('Danke!', { address: 'Sie', isPublic: true })).toEqual([]);
  });

  test('personal data counts in public only', () => {
    const draft = 'Wir rufen unter 0171 2345678 an.';
    expect(guardDraft(draft, { isPublic: true })).toMatchObject([{ kind: 'personalData', found: [{ kind: 'phone' }] }]);
    expect(guardDraft(draft, { isPublic: false })).toEqual([]);
  });
});
