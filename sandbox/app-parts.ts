import type { Live } from './live.ts';
import type { Platform } from './platform.ts';
import type { Webhooks } from './webhooks.ts';

/** What the server answers from. */
export interface AppParts {
  readonly platform: Platform;
  readonly webhooks: Webhooks;
  readonly live: Live;
  readonly listenHost: string;
  readonly baseUrl: () => string;
}
