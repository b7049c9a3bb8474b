// A direct message has no address at Bluesky: it is called by its conversation and its own id.

const FORM = /^bsky-message:([\w-]{1,64})\/([\w-]{1,64})$/;

export const blueskyMessageId = (convoId: string, messageId: string): string => `bsky-message:${convoId}/${messageId}`;

/** Undefined: this is no direct message. */
export function readBlueskyMessageId(remoteId: string): { readonly convoId: string; readonly messageId: string } | undefined {
  const [, convoId, messageId] = FORM.exec(remoteId) ?? [];
  return convoId === undefined || messageId === undefined ? undefined : { convoId, messageId };
}

/** The service of direct messages, as an account's server is asked to hand calls on to it: its DID and the name of the service in its document. */
export const MESSAGE_SERVICE = 'did:web:api.bsky.chat#bsky_chat';
export const MESSAGE_SERVICE_FORM = /^did:[a-z]+:[\w.:%-]{1,200}#\w{1,50}$/;
