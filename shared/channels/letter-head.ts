const ANSWER_PREFIX = /^\s*(re|aw|antw|antwort|sv|vs)\s*(\[\d+\])?\s*:\s*/iu;

/** `Re: ` once, whatever stood before; 998 characters at most. */
export function answerTo(subject: string): string {
  let rest = subject;
  for (let n = 0; n < 20 && ANSWER_PREFIX.test(rest); n += 1) rest = rest.replace(ANSWER_PREFIX, '');
  return `Re: ${rest.trim()}`.slice(0, 998);
}
