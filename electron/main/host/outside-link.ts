import { spawn } from 'node:child_process';

/** `shown`: how the address reads with its name in plain letters (punycode), for a screen that asks before it opens. */
export type OutsideLink = { readonly ok: true; readonly href: string; readonly shown: string } | { readonly ok: false };

const MAX_CHARS = 2_048;
const MAIL_FORM = /^[^\s@,;:<>()[\]\\"]{1,64}@[^\s@,;:<>()[\]\\"]{1,255}$/;

/**
 * Whether an address out of a message may be handed to the system: https without user or password, or one mail recipient. What is handed on
 * is what the parser made of it, never the text itself.
 */
export function checkOutsideLink(given: string): OutsideLink {
  if (given.length > MAX_CHARS || /[\p{Cc}\p{Cf}\s]/u.test(given)) return { ok: false };
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return { ok: false };
  }
  if (url.protocol === 'https:') {
    if (url.username !== '' || url.password !== '' || url.hostname === '') return { ok: false };
    return { ok: true, href: url.href, shown: url.href };
  }
  if (url.protocol === 'mailto:') {
    const to = decoded(url.pathname);
    if (to === undefined || !MAIL_FORM.test(to)) return { ok: false };
    // Only the recipient: subject, body and attach of a stranger's link are not pre-filled.
    return { ok: true, href: `mailto:${encodeURIComponent(to).replace('%40', '@')}`, shown: `mailto:${to}` };
  }
  return { ok: false };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Opens a checked address; false where it does not pass or nothing could be started. */
export type OpenOutside = (url: string) => Promise<boolean>;

/** Hands addresses to what the system opens them with. No shell is involved: the address is one argument. */
export function openWithSystem(platform: NodeJS.Platform = process.platform, start: typeof spawn = spawn): OpenOutside {
  const [command, ...args] =
    platform === 'darwin' ? ['open'] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
  return (given) => {
    const link = checkOutsideLink(given);
    if (!link.ok || command === undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const child = start(command, [...args, link.href], { stdio: 'ignore', detached: true });
      child.once('error', () => resolve(false));
      child.once('spawn', () => {
        child.unref();
        resolve(true);
      });
    });
  };
}
