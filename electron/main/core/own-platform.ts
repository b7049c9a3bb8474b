import type { VisitorNews } from '../../../shared/domain/visitor-news.ts';
import { visitorNewsSchema } from '../../../shared/domain/visitor-news.ts';
import type { TokenKeeper } from '../sync/token-keeper.ts';

/** Stands for the credential of our own platform. Without a token it is there all the same, and the connector says that it waits for one. */
export async function ownSession(url: string, tokens: TokenKeeper): Promise<string> {
  const result = await tokens.fresh();
  return JSON.stringify({ url, token: result.kind === 'token' ? result.token : '' });
}

/** Hands on what the server says of a visitor, where it can be read. */
export function tellVisitor(emit: (topic: 'visitor', news: VisitorNews) => void, payload: unknown): void {
  const news = visitorNewsSchema.safeParse(payload);
  if (news.success) emit('visitor', news.data);
}
