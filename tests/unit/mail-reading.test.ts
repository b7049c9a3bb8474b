import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { automaticOf, type MailHead } from '../../server/channels/mail/automatic.ts';
import { deliveryReport } from '../../server/channels/mail/delivery-report.ts';
import { htmlText } from '../../server/channels/mail/html-text.ts';
import { MOST_ATTACHMENTS, readMail } from '../../server/channels/mail/parse.ts';
import { readingText } from '../../server/channels/mail/reading-text.ts';
import { inboundMessageSchema, type InboundPost } from '../../shared/domain/inbound.ts';
import { bareMessageId, messageIdsIn, ownKeyOf, ownMessageId } from '../../shared/domain/mail-id.ts';

const OWN = new Set(['hilfe@firma.test']);
const AT = Date.parse('2026-11-22T12:00:00Z');
const read = (raw: string | Buffer, isCut = false): Promise<InboundPost> => {
  const bytes = typeof raw === 'string' ? Buffer.from(raw.replaceAll('\n', '\r\n')) : raw;
  return readMail({ raw: bytes, isCut, bytes: bytes.length, receivedAt: AT }, { account: 'hilfe@firma.test', own: OWN });
};
const HEAD = 'From: Lena <lena@kunden.test>\nTo: hilfe@firma.test\nMessage-ID: <m1@kunden.test>\nDate: Sun, 22 Nov 2026 10:00:00 +0000\n';

describe('MAIL-1 what one reads of a mail is what is new in it', () => {
  const cases: [string, string, string][] = [
    ['a German attribution', 'Danke, geht wieder.\n\nAm 20.11.2026 um 10:12 schrieb Hilfe <hilfe@firma.test>:\n> Wir schauen nach.\n> Gruß', 'Danke, geht wieder.'],
    ['one broken over lines', 'Ja.\n\nAm Fr., 20. Nov. 2026 um 10:12 Uhr schrieb Musterkom Hilfe <\nhilfe@firma.test>:\n\n> Ist es besser?', 'Ja.'],
    ['an English one', 'Yes.\n\nOn Fri, Nov 20, 2026 at 10:12 AM Help <help@firma.test> wrote:\n> Better?', 'Yes.'],
    ['Outlook’s block of headers', 'Ja, bitte.\n\nVon: Hilfe <hilfe@firma.test>\nGesendet: Freitag, 20. November 2026 10:12\nAn: Lena\nBetreff: AW: Frage\n\nSollen wir?', 'Ja, bitte.'],
    ['a divider', 'Anbei.\n\n-----Ursprüngliche Nachricht-----\nVon: Hilfe\nText', 'Anbei.'],
    ['answers between quotations', '> Welche Nummer?\n4711\n> Seit wann?\nSeit gestern', '4711\nSeit gestern'],
    ['an answer below its quotation', 'Am 20.11.2026 schrieb Hilfe:\n> Welche Nummer?\n\n4711', '4711'],
    ['a signature', 'Kein Netz.\n-- \nLena Muster\n0170 0000', 'Kein Netz.'],
    ['a phone’s line', 'Kein Netz.\n\nVon meinem iPhone gesendet', 'Kein Netz.'],
  ];
  test.each(cases)('MAIL-1 %s', (_name, full, text) => {
    expect(readingText(full)).toEqual({ text, fullText: full.trim() });
  });

  test('MAIL-1 nothing is taken away where it is not sure, and a mail of quotations only stays whole', () => {
    for (const plain of ['Von: hier bis da ist kein Netz', 'Meine Frage: wann?\nDanke', 'Am Montag schrieb ich Ihnen, und jetzt:', '--\n', 'Preis -- hoch -- zu hoch', 'Am 3. Mai 2026 um 10:00 ging es los:\nNichts geht', '> nur das Zitat']) expect(readingText(plain), plain).toEqual({ text: plain.trim() });
    expect(readingText('')).toEqual({ text: '' });
  });

  test('MAIL-1 HTML gives the same words, quoted parts as quotations, and nothing of scripts', () => {
    const html = '<html><head><style>p{}</style><title>x</title></head><body><p>Guten Tag,&nbsp;Stra&szlig;e &#228; &lt;b&gt;</p><script>alert("weg")</script><div>zwei</div><blockquote>alt<br>noch &auml;lter</blockquote></body></html>';
    expect(htmlText(html)).toBe('Guten Tag, Straße ä <b>\n\nzwei\n\n> alt\n> noch älter');
    expect(readingText(htmlText(html)).text).toBe('Guten Tag, Straße ä <b>\n\nzwei');
    for (const broken of ['<', '<p', '<!--', '<p><p><blockquote>'.repeat(2_000), '&#99999999;&#xZZ;', '<script>'.repeat(1_000) + 'x']) expect(typeof htmlText(broken)).toBe('string');
  });

  const folder = path.resolve(import.meta.dirname, '../../../shared/data/mail/talon/standard_replies');
  test.skipIf(!existsSync(folder))('MAIL-1 answers out of twelve mail programs come out without what they quote', async () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    let right = 0;
    for (const name of names) {
      const wanted = path.join(folder, name.replace('.eml', '_reply_text'));
      const said = existsSync(wanted) ? readFileSync(wanted, 'utf8') : 'Hello';
      // A phone's or a program's own line under the answer goes, too: that is no word of the customer's.
      const reply = readingText(said).text.replaceAll(/\s+/g, ' ').trim();
      if ((await read(readFileSync(path.join(folder, name)))).text.replaceAll(/\s+/g, ' ').trim() === reply) right += 1;
    }
    console.log(`mail programs: ${right} of ${names.length} right`);
    expect(right / names.length).toBeGreaterThan(0.9);
  });
});

describe('MAIL-2 what a machine wrote is known as such', () => {
  const head = (headers: Record<string, string>, over: Partial<MailHead> = {}): MailHead => ({ headers: new Map(Object.entries(headers).map(([k, v]) => [k, [v]])), from: 'lena@kunden.test', replyTo: undefined, subject: 'Frage', messageId: 'm1@kunden.test', own: OWN, ...over });
  test.each<[string, MailHead, string | undefined]>([
    ['a person', head({}), undefined],
    ['Auto-Submitted: no', head({ 'auto-submitted': 'no' }), undefined],
    ['an absence note (RFC 3834)', head({ 'auto-submitted': 'auto-replied; owner-email="a@b"' }), 'autoReply'],
    ['Exchange', head({ 'x-auto-response-suppress': 'All' }, { subject: 'Automatische Antwort: Frage' }), 'autoReply'],
    ['a program', head({ 'auto-submitted': 'auto-generated' }), 'autoReply'],
    ['a person through a web form', head({ 'auto-submitted': 'auto-generated' }, { from: 'form@shop.test', replyTo: 'lena@kunden.test' }), undefined],
    ['a newsletter', head({ 'list-unsubscribe': '<mailto:x>' }), 'list'],
    ['a mailing list', head({ 'list-id': 'x' }), 'list'],
    ['bulk', head({ precedence: 'bulk' }), 'list'],
    ['a delivery report', head({ 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }), 'bounce'],
    ['a read receipt', head({ 'content-type': 'multipart/report; report-type=disposition-notification' }), 'autoReply'],
    ['an old post office', head({ 'return-path': '<>' }, { from: 'MAILER-DAEMON@kunden.test' }), 'bounce'],
    ['a null sender', head({ 'return-path': '<>' }), 'autoReply'],
    ['our own id under a foreign sender', head({}, { messageId: ownMessageId('018f', 0, 'firma.test') }), 'loop'],
    ['our own mark under a foreign sender', head({ 'x-leitstand': '018f' }), 'loop'],
    ['ourselves', head({ 'auto-submitted': 'auto-generated' }, { from: 'hilfe@firma.test' }), undefined],
  ])('MAIL-2 %s', (_name, given, expected) => {
    expect(automaticOf(given)).toBe(expected);
  });

  test('MAIL-2 a delivery report names whom and what it is about', () => {
    const report = deliveryReport([
      { mimeType: 'message/delivery-status', text: 'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; Lena@kunden.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n User unknown' },
      { mimeType: 'text/rfc822-headers', text: 'Subject: Re: Frage\r\nIn-Reply-To: <m1@kunden.test>\r\nReferences: <m0@kunden.test>\r\n <m1@kunden.test>\r\nMessage-ID:\r\n <018f.0.lst@firma.test>\r\n' },
    ]);
    expect(report).toEqual({ failed: true, recipient: 'lena@kunden.test', originalId: '018f.0.lst@firma.test', references: ['m0@kunden.test', 'm1@kunden.test', 'm1@kunden.test'], status: '5.1.1', diagnostic: '550 5.1.1 User unknown' });
    expect(deliveryReport([])).toMatchObject({ failed: true, recipient: undefined });
  });
});

describe('MAIL-3 a mail becomes one message', () => {
  test('MAIL-3 ids, people, subject and references', async () => {
    const post = await read(`${HEAD}Cc: Jonas <Jonas@kunden.test>, hilfe@firma.test\nIn-Reply-To: <a2@firma.test>\nReferences: <a1@kunden.test>\n <a2@firma.test>\nSubject: =?utf-8?q?Re=3A_St=C3=B6rung?=\n\nImmer noch.\n`);
    expect(post).toMatchObject({ remoteId: 'm1@kunden.test', direction: 'in', author: { remoteId: 'lena@kunden.test', displayName: 'Lena' }, subject: 'Re: Störung', text: 'Immer noch.', inReplyToRemoteId: 'a2@firma.test', references: ['a1@kunden.test', 'a2@firma.test'], recipients: [{ remoteId: 'jonas@kunden.test', name: 'Jonas', role: 'cc' }], sentAt: Date.parse('2026-11-22T10:00:00Z') });
    expect(inboundMessageSchema.safeParse(post).success).toBe(true);
    expect(await read(`From: hilfe@firma.test\nTo: lena@kunden.test\nMessage-ID: <018f-1.0.lst@firma.test>\n\nAntwort`)).toMatchObject({ direction: 'out', clientKey: '018f-1.0', recipientRemoteId: 'lena@kunden.test' });
    expect(await read(`From: shop@firma2.test\nReply-To: Lena <lena@kunden.test>\nMessage-ID: <f@x>\n\nFormular`)).toMatchObject({ author: { remoteId: 'lena@kunden.test' } });
  });

  test('MAIL-3 a mail without an id, or with an endless one, has one of its own and always the same', async () => {
    const [one, two] = [await read('From: a@b.test\n\nohne'), await read('From: a@b.test\n\nohne')];
    expect(one.remoteId).toBe(two.remoteId);
    expect(one.remoteId).toMatch(/^sha256:/);
    const long = `${'x'.repeat(600)}@kunden.test`;
    expect(await read(`From: a@b.test\nMessage-ID: <${long}>\n\nlang`)).toMatchObject({ remoteId: expect.stringMatching(/^sha256:/) as string, references: [long] });
  });

  test('MAIL-3 broken structure, 8-bit headers, unknown character sets and odd dates lose nothing and break nothing', async () => {
    const latin = Buffer.concat([Buffer.from(`From: "J`), Buffer.from([0xfc]), Buffer.from(`rgen" <j@kunden.test>\r\nSubject: St`), Buffer.from([0xf6]), Buffer.from(`rung\r\nMessage-ID: <l@k>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr`), Buffer.from([0xfc, 0xdf]), Buffer.from('e')]);
    const post = await read(latin);
    expect(post.text).toBe('Grüße');
    expect(post.author.remoteId).toBe('j@kunden.test');
    for (const raw of ['', 'x', '\n\n\n', 'From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhalb', 'From: a@b.test\nContent-Type: text/plain; charset=klingon\n\nQapla', `${'From: a@b.test\n'.repeat(500)}\ntext`, 'Date: morgen\nFrom: <<<>>>\nMessage-ID: <>\n\nx', `From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: multipart/mixed; boundary=x\n\n'.repeat(300)}`, `From: a@b.test\nX: ${'y'.repeat(3_000_000)}\n\ndarunter`]) {
      const result = await read(raw);
      expect(inboundMessageSchema.safeParse(result).error, raw.slice(0, 60)).toBeUndefined();
    }
    const kept = await read(`From: a@b.test\nSubject: viel\nX: ${'y'.repeat(3_000_000)}\n\ndarunter`);
    expect([kept.subject, kept.text, kept.attachments?.[0]?.name ?? 'darunter']).not.toContain(undefined);
    expect(JSON.stringify([kept.text, kept.attachments?.map((a) => a.name)])).toMatch(/darunter|mail\.eml/);
  });

  test('MAIL-4 two thousand files and long texts keep to the limits and say what was left out', async () => {
    const part = (n: number): string => `--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="datei-${n}.txt"\n\nInhalt ${n}\n`;
    const post = await read(`${HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nViele\n${Array.from({ length: 2_000 }, (_, n) => part(n)).join('')}--x--\n`);
    expect(inboundMessageSchema.safeParse(post).success).toBe(true);
    const files = post.attachments ?? [];
    expect(files.filter((file) => file.content !== undefined)).toHaveLength(MOST_ATTACHMENTS);
    expect(files.at(-1)).toMatchObject({ name: '+ 1802', withheld: 'tooMany' });
    expect(Buffer.from(files[7]?.content ?? []).toString()).toContain('Inhalt 7');
    const long = await read(`${HEAD}\n${'Zeile mit Worten\n'.repeat(20_000)}`);
    expect(long.text).toHaveLength(100_000);
    expect(long.attachments?.[0]).toMatchObject({ name: 'text.txt', mediaType: 'text/plain' });
    const cut = await read(`${HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nAnbei\n--x\nContent-Disposition: attachment; filename=film.mp4\nContent-Type: video/mp4\n\nAAAA`, true);
    expect(cut).toMatchObject({ text: 'Anbei', attachments: [{ name: 'film.mp4', withheld: 'tooLarge' }, { name: 'mail.eml', withheld: 'tooLarge' }] });
  });

  test('MAIL-3 ids are read as they are written', () => {
    expect(messageIdsIn('<a@b> <c@d>\r\n <a@b>')).toEqual(['a@b', 'c@d']);
    expect(messageIdsIn('a@b c@d')).toEqual(['a@b', 'c@d']);
    expect([messageIdsIn(undefined), messageIdsIn('Ihre Mail vom 3. Mai')]).toEqual([[], []]);
    expect(bareMessageId(' <a@\r\n b> ')).toBe('a@b');
    expect(ownKeyOf(ownMessageId('018f0000-0000-7000-8000-000000000001', 2, 'firma.test'))).toBe('018f0000-0000-7000-8000-000000000001.2');
    expect(ownKeyOf('018f.2@firma.test')).toBeUndefined();
  });
});
