// What of a mail is new: without the quoted mail below or above, and without the signature. Rules over lines; when in doubt a line stays.

export interface ReadingText {
  /** What one reads first; never empty while the mail says anything. */
  readonly text: string;
  /** Everything, only where it is more. */
  readonly fullText?: string | undefined;
}

const MOST_LINES = 20_000;

// "Am 3. Mai schrieb X:", "On … wrote:", and the like, on one line or broken over up to four.
const WROTE = /\b(schrieb|schrieb am|wrote|wrote on|écrit|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał(\(a\))?)\b|написал|пишет/iu;
const OPENER = /^(am|on|le|el|il|op|den|em|dnia|w dniu)\b/iu;
const WHEN = /\d{1,2}[:.]\d{2}|\b(19|20)\d{2}\b/u;
const ADDRESS = /<\s*[^>\s]+@[^>\s]+\s*>/u;
const DIVIDERS = [
  /^-{2,}\s*(original message|original-nachricht|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|forwarded message|reply message|message d'origine|mensaje original)\s*-{2,}$/iu,
  /^_{20,}$/u,
  /^-{3,}\s*(original|ursprünglich|forwarded|weitergeleitet)/iu,
  /^begin forwarded message:|^anfang der weitergeleiteten nachricht:/iu,
];
// A block of header lines as Outlook writes it: From/Von, then at least one of Sent, To, Subject.
const HEADER_FIRST = /^\*?(from|von|de|da|od|от|date|datum|subject|betreff)\s*:\s?\*?.{1,300}$/iu;
const HEADER_MORE = /^\*?(from|von|sent|gesendet|date|datum|to|an|cc|subject|betreff|enviado|envoyé|à|objet|para|asunto|дата|отправлено|кому|тема)\s*:\s?\*?.{0,300}$/iu;
const SIGNATURE_MARK = /^--\s?$/u;
const PHONE_SIGNATURES = /^(sent from (my|mail|outlook|yahoo|samsung)|gesendet mit|von meinem .{2,40} gesendet|gesendet von|get outlook for|diese nachricht wurde von meinem|envoyé de mon|sent via|enviado desde|holen sie sich outlook)/iu;

/** `full`: the plain text of a mail, any line endings. */
export function readingText(full: string): ReadingText {
  const whole = full.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\u0000', '');
  const lines = whole.split('\n');
  if (lines.length > MOST_LINES) return { text: whole.trim() };
  const kept = withoutSignature(withoutQuotes(cutAtHistory(lines)));
  const text = tidy(kept);
  const everything = whole.trim();
  // A mail that is nothing but a quotation still says something.
  if (text === '') return { text: everything };
  return text === everything ? { text } : { text, fullText: everything };
}

/** Everything from the line on that says "what follows is older". */
function cutAtHistory(lines: readonly string[]): readonly string[] {
  for (let i = 0; i < lines.length; i += 1) {
    const line = (lines[i] ?? '').trim();
    if (line === '' || line.startsWith('>')) continue;
    if (DIVIDERS.some((pattern) => pattern.test(line)) && hasMore(lines, i)) return lines.slice(0, i);
    if (isHeaderBlock(lines, i)) return lines.slice(0, i);
    const span = attributionSpan(lines, i);
    // Answers below or between quotations: only the attribution goes, what is quoted goes line by line.
    if (span > 0) return hasAnswerBelow(lines, i + span) ? [...lines.slice(0, i), ...cutAtHistory(lines.slice(i + span))] : lines.slice(0, i);
  }
  return lines;
}

function attributionSpan(lines: readonly string[], at: number): number {
  const first = (lines[at] ?? '').trim();
  // It begins with the date or with "On", "Am" …: else the line before an attribution would go with it.
  if (!WHEN.test(first) && !OPENER.test(first) && !(first.endsWith(':') && WROTE.test(first))) return 0;
  for (let span = 1; span <= 4 && at + span <= lines.length; span += 1) {
    const joined = lines.slice(at, at + span).map((l) => l.trim()).join(' ');
    if (joined.length > 400) return 0;
    if (span > 1 && (lines[at + span - 1] ?? '').trim() === '') return 0;
    if (joined.endsWith(':') && joined.length >= 8 && (WROTE.test(joined) ? WHEN.test(joined) || ADDRESS.test(joined) || /[@"]/u.test(joined) || span === 1 : WHEN.test(joined) && ADDRESS.test(joined))) return span;
  }
  return 0;
}

/** After an attribution: quoted lines, and then words that are not quoted. Without quoting marks all that follows is the older mail. */
function hasAnswerBelow(lines: readonly string[], from: number): boolean {
  let sawQuote = false;
  for (const line of lines.slice(from)) {
    const trimmed = line.trim();
    if (trimmed.startsWith('>')) sawQuote = true;
    else if (sawQuote && trimmed !== '' && !SIGNATURE_MARK.test(line)) return true;
    else if (!sawQuote && trimmed !== '') return false;
  }
  return false;
}

function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!HEADER_FIRST.test((lines[at] ?? '').trim())) return false;
  let more = 0;
  for (const line of lines.slice(at + 1, at + 8)) {
    const trimmed = line.trim();
    if (trimmed === '' && more > 0) break;
    if (HEADER_MORE.test(trimmed)) more += 1;
  }
  return more >= 2;
}

const hasMore = (lines: readonly string[], at: number): boolean => lines.slice(at + 1).some((line) => line.trim() !== '');

function withoutQuotes(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/^\s{0,3}>/u.test(line));
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  // The last mark counts, and only near the end: a mail may talk about dashes.
  for (let i = lines.length - 1; i > 0 && i >= lines.length - 30; i -= 1) if (SIGNATURE_MARK.test(lines[i] ?? '')) return lines.slice(0, i);
  const phone = lines.findIndex((line, i) => i >= lines.length - 6 && PHONE_SIGNATURES.test(line.trim()));
  return phone > 0 ? lines.slice(0, phone) : lines;
}

const tidy = (lines: readonly string[]): string => lines.join('\n').replaceAll(/\n{3,}/g, '\n\n').trim();
