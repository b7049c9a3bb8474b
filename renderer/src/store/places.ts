import { readPlaceLink, writePlaceLink, type PlaceLink } from '../../../shared/domain/place-link.ts';
import { call } from '../bridge/index.ts';
import { useDesk } from './desk.ts';
import { currentTexts } from './errors.ts';
import { openConversation } from './navigation.ts';
import { showScreen, showToast } from './ui.ts';
import { popOutId } from './window-role.ts';

/** Named by a link before the desk was loaded, or while it was locked. */
let waiting: PlaceLink | undefined;

/** Opens what a link names. A link only opens: it types nothing, chooses nothing and sends nothing. */
export function openPlace(place: PlaceLink): void {
  const { lock, loaded } = useDesk.getState();
  if (lock.locked || !loaded) {
    waiting = place;
    return;
  }
  if (place.kind === 'screen') showScreen(place.screen);
  else void openConversation(place.conversationId);
}

/** The desk is loaded: what was named meanwhile. */
export async function openWaitingPlace(): Promise<void> {
  if (popOutId !== undefined) return;
  const { place } = await call('place.take', {}).catch(() => ({ place: null }));
  const wanted = place ?? waiting;
  waiting = undefined;
  if (wanted !== undefined) openPlace(wanted);
}

/** A browser's page gets its links in the address: `#place=leitstand://…`. Taken out of it at once. */
export function readPlaceInAddress(): void {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const place = readPlaceLink(given.get('place') ?? '');
  if (!given.has('place')) return;
  given.delete('place');
  const rest = given.toString();
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}${rest === '' ? '' : `#${rest}`}`);
  if (place !== undefined) openPlace(place);
}

export async function copyLink(conversationId: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(writePlaceLink({ kind: 'conversation', conversationId }));
    showToast({ tone: 'info', text: currentTexts().t('place.copied') });
  } catch {
    showToast({ tone: 'error', text: currentTexts().t('place.notCopied') });
  }
}
