import type { XrpcAnswer, XrpcCall } from './xrpc.ts';

export type Ask = (call: Omit<XrpcCall, 'token' | 'signal'>) => Promise<XrpcAnswer>;

/** `gone`: the post answered is not there any more. `unreachable`: a look that is needed first failed; nothing was written. */
export type Made = { readonly kind: 'record'; readonly record: object } | { readonly kind: 'gone'; readonly detail: string } | { readonly kind: 'unreachable'; readonly answer: XrpcAnswer };
