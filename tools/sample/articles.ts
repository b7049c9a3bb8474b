// What the sample center knows: articles and snippets of the telephone company that does not exist, written for it. Some have both forms of address, some leave
// one to be proposed.
import type { ArticleContent } from '../../shared/domain/article.ts';
import { idOfTitle } from '../../shared/text/article-file.ts';

interface Written {
  readonly title: string;
  readonly keywords: readonly string[];
  readonly du?: string;
  readonly sie?: string;
  readonly plain?: string;
  readonly en?: string;
  readonly kind?: 'snippet';
  readonly brands?: readonly string[];
}

const WRITTEN: readonly Written[] = [
  {
    title: 'Router blinkt rot, kein Internet',
    keywords: ['Router', 'Lampe', 'LED', 'kein Internet', 'WLAN weg', 'Verbindung'],
    du: 'Zieh bitte den Netzstecker deines Routers für zehn Sekunden und steck ihn wieder ein. Blinkt er nach fünf Minuten immer noch rot, liegt es an der Leitung: Schreib uns dann kurz, wir messen sie durch.',
    sie: 'Ziehen Sie bitte den Netzstecker Ihres Routers für zehn Sekunden und stecken Sie ihn wieder ein. Blinkt er nach fünf Minuten immer noch rot, liegt es an der Leitung: Schreiben Sie uns dann kurz, wir messen sie durch.',
    en: 'Please unplug your router for ten seconds and plug it in again. If it still blinks red after five minutes the line is at fault: drop us a line and we will test it.',
  },
  {
    title: 'Mobilfunk ohne Empfang',
    keywords: ['kein Netz', 'Empfang', 'Handy', 'SIM', 'Funkloch'],
    sie: 'Schalten Sie bitte den Flugmodus für eine Minute ein und wieder aus. Hilft das nicht, prüfen Sie unter Einstellungen, ob die Netzwahl auf automatisch steht. Bleibt Ihr Handy ohne Empfang, nennen Sie uns bitte privat die Postleitzahl.',
  },
  {
    title: 'Vertrag kündigen',
    keywords: ['Kündigung', 'Kündigungsfrist', 'Laufzeit', 'Vertragsende'],
    du: 'Du kannst deinen Vertrag im Kundenbereich unter „Vertrag“ kündigen, die Bestätigung kommt sofort per Mail. Nach der Mindestlaufzeit gilt eine Frist von einem Monat.',
    sie: 'Sie können Ihren Vertrag im Kundenbereich unter „Vertrag“ kündigen, die Bestätigung kommt sofort per Mail. Nach der Mindestlaufzeit gilt eine Frist von einem Monat.',
  },
  {
    title: 'Umzug des Anschlusses',
    keywords: ['umziehen', 'Umzug', 'neue Wohnung', 'neue Adresse', 'mitnehmen'],
    sie: 'Melden Sie Ihren Umzug bitte vier Wochen vorher im Kundenbereich unter „Umzug“. Wir prüfen, was an der neuen Adresse geht, und nennen Ihnen den Schalttermin. Ihr Router zieht einfach mit um.',
  },
  {
    title: 'Rechnung höher als erwartet',
    keywords: ['Rechnung', 'zu hoch', 'Betrag', 'Abrechnung', 'doppelt', 'Drittanbieter'],
    du: 'Auf der ersten Rechnung stehen oft der Anschlusspreis und anteilige Tage. Schau im Kundenbereich unter „Rechnung“ in die Einzelposten. Ist etwas dabei, das du nicht kennst, schreib uns privat, welche Zeile es ist.',
  },
  {
    title: 'Gutschrift: wann sie kommt',
    keywords: ['Gutschrift', 'Erstattung', 'Geld zurück', 'Entschädigung'],
    sie: 'Eine Gutschrift steht auf der nächsten Rechnung und wird mit ihr verrechnet. Wurde schon abgebucht, überweisen wir den Betrag innerhalb von zehn Werktagen auf Ihr Konto.',
  },
  {
    title: 'Sender fehlen nach Suchlauf',
    keywords: ['Sender', 'Senderliste', 'TV', 'Fernsehen', 'Suchlauf', 'Programm'],
    du: 'Starte den Sendersuchlauf bitte neu: Menü, Einstellungen, Sender, „Neu suchen“. Danach ist die alte Reihenfolge wieder da. Fehlt dann noch ein Sender, schreib uns, welcher.',
    brands: ['Musterkom'],
  },
  {
    title: 'Rufnummer mitnehmen',
    keywords: ['Rufnummer', 'Portierung', 'Nummer mitnehmen', 'Anbieterwechsel'],
    sie: 'Beantragen Sie die Mitnahme bei Ihrer Bestellung mit Ihrer bisherigen Nummer. Der alte Vertrag darf dabei noch laufen. Den Tag der Umstellung nennen wir Ihnen vorher, die Nummer ist dann höchstens wenige Stunden nicht erreichbar.',
  },
  {
    title: 'SIM-Karte sperren',
    keywords: ['sperren', 'verloren', 'gestohlen', 'Diebstahl', 'SIM', 'Karte weg'],
    du: 'Sperr deine Karte gleich im Kundenbereich unter „SIM-Karte“, das wirkt sofort. Eine Ersatzkarte bestellst du an derselben Stelle, sie ist in zwei Werktagen da.',
    sie: 'Sperren Sie Ihre Karte gleich im Kundenbereich unter „SIM-Karte“, das wirkt sofort. Eine Ersatzkarte bestellen Sie an derselben Stelle, sie ist in zwei Werktagen da.',
    en: 'Block your card at once in your account under “SIM card”; it takes effect immediately. You can order a replacement there, too: it arrives within two working days.',
  },
  {
    title: 'Datenvolumen verbraucht',
    keywords: ['Datenvolumen', 'langsam', 'gedrosselt', 'Verbrauch', 'GB'],
    du: 'Dein Datenvolumen für diesen Monat ist aufgebraucht, deshalb ist es langsam. Du kannst im Kundenbereich unter „Verbrauch“ nachbuchen; zum Monatsanfang geht es von selbst wieder in voller Geschwindigkeit.',
  },
  {
    title: 'Technikertermin verschieben',
    keywords: ['Techniker', 'Termin', 'verschieben', 'niemand gekommen'],
    sie: 'Ihren Termin können Sie bis zum Vortag 18 Uhr im Kundenbereich unter „Aufträge“ verschieben. Ist niemand gekommen, tut uns das leid: Wir klären das und nennen Ihnen bis {bis} einen neuen Termin.',
  },
  { title: 'Rückmeldung zusagen', kind: 'snippet', keywords: ['melden', 'Rückmeldung', 'Zusage'], du: 'Ich kläre das und melde mich bis {bis} bei dir, {name}.', sie: 'Ich kläre das und melde mich bis {bis} bei Ihnen, {name}.' },
  { title: 'Um private Nachricht bitten', kind: 'snippet', keywords: ['privat', 'Kundennummer', 'Direktnachricht'], du: 'Schreib uns deine Kundennummer bitte nicht hier, sondern als private Nachricht: So liest sie sonst niemand.', sie: 'Schreiben Sie uns Ihre Kundennummer bitte nicht hier, sondern als private Nachricht: So liest sie sonst niemand.' },
  { title: 'Dank für Hinweis', kind: 'snippet', keywords: ['danke', 'Hinweis', 'Lob'], plain: 'Danke für den Hinweis, das geben wir so weiter.' },
];

const GENERAL = { channels: [], accountIds: [] };

export const SAMPLE_ARTICLES: readonly { readonly articleId: string; readonly baseVersion: 0; readonly content: ArticleContent }[] = WRITTEN.map(({ title, keywords, kind, du, sie, plain, en, brands = [] }) => ({
  articleId: idOfTitle(title),
  baseVersion: 0,
  content: {
    ...GENERAL,
    kind: kind ?? 'article',
    title,
    keywords: [...keywords],
    bodies: [{ language: 'de', ...(du === undefined ? {} : { du }), ...(sie === undefined ? {} : { sie }), ...(plain === undefined ? {} : { plain }) }, ...(en === undefined ? [] : [{ language: 'en', plain: en }])],
    brands: [...brands],
  },
}));
