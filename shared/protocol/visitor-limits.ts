// What both ends of the visitor's line hold to. No schema here: the widget takes these along.

export const VISITOR_PROTOCOL = 1;
/** Largest frame either way, bytes of UTF-8. */
export const VISITOR_FRAME_BYTES = 262_144;
/** Largest frame a visitor may send, bytes: a longest text in four-byte characters and its envelope. */
export const VISITOR_UP_BYTES = 16_384;
export const VISITOR_TEXT_CHARS = 2_000;
export const VISITOR_EMAIL_CHARS = 254;
/** How often the widget asks whether the line is still there, and how long the answer may take, ms. */
export const VISITOR_PING_MS = 20_000;
export const VISITOR_PONG_MS = 8_000;
/** Messages of a thread that are shown when a page is opened anew. */
export const VISITOR_HISTORY = 300;
