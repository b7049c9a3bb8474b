/**
 * One word of what never changes of a text, as the search keeps it beside the text: `channelmail`, `agentann1`. Two ids may come to the same word, so a
 * hit is looked at once more.
 */
export function plainToken(kind: string, value: string): string {
  return `${kind}${value.toLowerCase().replaceAll(/[^a-z\d]/gu, '')}`;
}
