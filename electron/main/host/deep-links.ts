import { LINK_SCHEME, readPlaceLink, type PlaceLink } from '../../../shared/domain/place-link.ts';
import type { ElectronParts } from './electron-parts.ts';
import type { HostLog } from './log.ts';

export interface DeepLinks {
  /** The newest link nobody has heard yet; once. */
  take(): PlaceLink | undefined;
  /** Links of another start of this program. */
  fromArguments(argv: readonly string[]): void;
  /** Hears links from now on. One that came before stays to be taken, and so does one the listener could not hand on (false). */
  onLink(listener: (place: PlaceLink) => boolean): void;
}

/** Links of the form leitstand://… that other programs open. They name a place and nothing else: what they cannot say they cannot do. */
export function listenForLinks(app: ElectronParts['app'], argv: readonly string[], log: HostLog): DeepLinks {
  let waiting: PlaceLink | undefined;
  let hear: (place: PlaceLink) => boolean = () => false;
  const take = (text: string): void => {
    const place = readPlaceLink(text);
    // Its words are a stranger's: they do not go into the log.
    if (place === undefined) return log.warn({}, 'a link that names no place was ignored');
    if (!hear(place)) waiting = place;
  };
  const fromArguments = (given: readonly string[]): void => {
    const link = given.findLast((one) => one.toLowerCase().startsWith(`${LINK_SCHEME}:`));
    if (link !== undefined) take(link);
  };
  // A desk of a checkout does not take the scheme away from an installed one.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(url);
  });
  fromArguments(argv);
  return {
    take: () => {
      const place = waiting;
      waiting = undefined;
      return place;
    },
    fromArguments,
    onLink: (listener) => (hear = listener),
  };
}
