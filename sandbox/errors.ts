// The platform's own coded errors. It shares nothing with the desk: to the desk it is a foreign service.

interface Entry {
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
}

export const SANDBOX_ERRORS = {
  INPUT_INVALID: { status: 400, message: 'A field is missing or has the wrong form.', remedy: 'Correct the named field and send again.' },
  INPUT_NOT_JSON: { status: 400, message: 'The body is not JSON.', remedy: 'Send a JSON object with Content-Type: application/json.' },
  REQUEST_MALFORMED: { status: 400, message: 'The request could not be read as HTTP.', remedy: 'Check the request line, the headers and the path.' },
  INPUT_TOO_LARGE: { status: 413, message: 'The body is larger than this route takes.', remedy: 'Send smaller pieces.' },
  MEDIA_TYPE_UNKNOWN: { status: 415, message: 'The body has a content type this platform does not read.', remedy: 'Send application/json.' },
  OAUTH_REFUSED: { status: 400, message: 'The authorization server refused.', remedy: 'Read the reason it gave and begin the sign-in again.' },
  TOKEN_MISSING: { status: 401, message: 'No access token was sent.', remedy: 'Send Authorization: Bearer <token>.' },
  TOKEN_UNKNOWN: { status: 401, message: 'The access token is not known here.', remedy: 'Ask the operator for a token.' },
  TOKEN_EXPIRED: { status: 401, message: 'The access token has expired.', remedy: 'Fetch a new token and send again.' },
  SCOPE_MISSING: { status: 403, message: 'The token lacks the scope this route needs.', remedy: 'Use a token with the named scope.' },
  NOT_YOURS: { status: 403, message: 'The token may not act for this account.', remedy: 'Use a token of that account.' },
  HOST_REFUSED: { status: 403, message: 'The Host header names another machine.', remedy: 'Open the platform under its own address.' },
  ACCOUNT_UNKNOWN: { status: 404, message: 'There is no such account.', remedy: 'Create the account first.' },
  POST_UNKNOWN: { status: 404, message: 'There is no such post, or you may not see it.', remedy: 'Check the id; a lagging read may show it later.' },
  THREAD_UNKNOWN: { status: 404, message: 'There is no such thread, or you may not see it.', remedy: 'Check the id.' },
  THING_UNKNOWN: { status: 404, message: 'The named thing does not exist.', remedy: 'List what exists and use one of those ids.' },
  ROUTE_UNKNOWN: { status: 404, message: 'There is nothing at this address.', remedy: 'See docs/sandbox.md for the routes.' },
  KIND_FIXED: { status: 409, message: 'An account keeps the kind it was made with.', remedy: 'Choose another handle.' },
  POST_DELETED: { status: 410, message: 'The post was deleted.', remedy: 'Nothing can be done to it any more.' },
  PARENT_UNKNOWN: { status: 404, message: 'The post replied to is not known here.', remedy: 'Reply to a post that exists.' },
  PARENT_DELETED: { status: 410, message: 'The post replied to was deleted.', remedy: 'Do not answer it, or write a new post.' },
  VISIBILITY_MISMATCH: { status: 422, message: 'The reply does not fit the visibility or the people of its parent.', remedy: 'Answer a private message privately, to the other person in it.' },
  TEXT_TOO_LONG: { status: 422, message: 'The text is longer than this platform allows.', remedy: 'Shorten the text; GET /settings tells maxLength.' },
  DUPLICATE_TEXT: { status: 403, message: 'This account said exactly this a short while ago.', remedy: 'Check whether the first one went out; otherwise change the text.' },
  PRIVATE_REPLY_USED: { status: 403, message: 'This public post has had its one private reply.', remedy: 'Wait for the person to answer.' },
  PRIVATE_NOT_OPEN: { status: 403, message: 'The person has not opened a private conversation.', remedy: 'Reply privately to one of their public posts (inReplyTo).' },
  IDEMPOTENCY_MISMATCH: { status: 409, message: 'This Idempotency-Key was used with another body.', remedy: 'Use a new key for a new post.' },
  IDEMPOTENCY_IN_FLIGHT: { status: 409, message: 'A request with this Idempotency-Key is still being worked on.', remedy: 'Wait, then send the same request again.' },
  RATE_LIMITED: { status: 429, message: 'The account has used its budget for this window.', remedy: 'Wait as long as Retry-After says.' },
  UNAVAILABLE: { status: 503, message: 'The platform is not available at the moment.', remedy: 'Try again later.' },
  INTERNAL: { status: 500, message: 'Something failed that should not have.', remedy: 'Try again; the effect may or may not have happened.' },
  JOURNAL_DAMAGED: { status: 500, message: 'The journal holds a line that cannot be read.', remedy: 'Set the data folder aside and start with a fresh one, or cut the journal before the named line.' },
  STORAGE_FAILED: { status: 507, message: 'The journal could not be written; nothing was changed.', remedy: 'Free disk space, then send again.' },
  REPLY_CYCLE: { status: 422, message: 'The post would reply to one of its own replies.', remedy: 'Correct inReplyTo.' },
} as const satisfies Record<string, Entry>;

export type SandboxErrorCode = keyof typeof SANDBOX_ERRORS;

/** A refusal with a stable code. `headers` go out with the answer. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: SandboxErrorCode, options: { detail?: string | undefined; field?: string | undefined; headers?: Record<string, string> | undefined } = {}) {
    super(options.detail ?? SANDBOX_ERRORS[code].message);
    this.name = 'SandboxError';
    this.code = code;
    this.field = options.field;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return SANDBOX_ERRORS[this.code].status;
  }

  /** The body of the answer: `{error: {code, message, remedy, field?}}`. */
  toBody(): { error: { code: SandboxErrorCode; message: string; remedy: string; field?: string } } {
    return {
      error: {
        code: this.code,
        message: this.message,
        remedy: SANDBOX_ERRORS[this.code].remedy,
        ...(this.field === undefined ? {} : { field: this.field }),
      },
    };
  }
}
