/** What shows a desk: a page of the browser, or a window of its own. */
export type HostKind = 'browser' | 'electron';
