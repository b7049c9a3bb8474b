import { call } from '../bridge/index.ts';

/** Opens a web address in the person's own browser. */
export function openLink(url: string): void {
  call('link.open', { url }).catch(() => undefined);
}
