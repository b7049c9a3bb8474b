import type { Account, Scope } from './model.ts';

const WORDS = {
  de: { title: 'Zugriff erlauben', asks: 'möchte auf der Probeplattform in deinem Namen handeln.', as: 'Konto', may: 'Es darf dann:', read: 'Beiträge und Nachrichten dieses Kontos lesen', write: 'als dieses Konto schreiben', admin: 'die Plattform verwalten', allow: 'Erlauben', deny: 'Ablehnen', none: 'Auf der Plattform gibt es noch kein Markenkonto.' },
  en: { title: 'Allow access', asks: 'wants to act for you on the Probeplattform.', as: 'Account', may: 'It may then:', read: 'read posts and messages of this account', write: 'write as this account', admin: 'administer the platform', allow: 'Allow', deny: 'Deny', none: 'There is no brand account on the platform yet.' },
} as const;

/** Redirects after the form are checked against `form-action`, too: the client listens on a loopback port. A policy cannot name an IPv6 address. */
export const OAUTH_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page on which the owner of an account says yes or no. */
export function authorizePage(given: { language: 'de' | 'en'; clientName: string; requestId: string; accounts: readonly Account[]; chosen: string | undefined; scopes: readonly Scope[] }): string {
  const words = WORDS[given.language];
  const options = given.accounts.map(({ handle, displayName }) => `<option value="${escape(handle)}"${handle.toLowerCase() === given.chosen?.toLowerCase() ? ' selected' : ''}>${escape(displayName)} (@${escape(handle)})</option>`);
  const form =
    given.accounts.length === 0
      ? `<p>${words.none}</p>`
      : `<form method="post" action="/oauth/authorize"><input type="hidden" name="request" value="${escape(given.requestId)}">
<p><label for="account">${words.as}</label> <select id="account" name="account">${options.join('')}</select></p>
<p>${words.may}</p><ul>${given.scopes.map((scope) => `<li>${words[scope]}</li>`).join('')}</ul>
<p><button name="answer" value="allow">${words.allow}</button> <button name="answer" value="deny">${words.deny}</button></p></form>`;
  return `<!doctype html><html lang="${given.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.title}</title>
<link rel="icon" href="/page/icon.svg"><link rel="stylesheet" href="/page/style.css"><main class="oauth"><h1>${words.title}</h1><p><strong>${escape(given.clientName)}</strong> ${words.asks}</p>${form}</main></html>`;
}

/** Where the request itself is wrong, nobody is redirected (RFC 6749, 4.1.2.1). */
export function refusalPage(detail: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>400</title><link rel="icon" href="/page/icon.svg"><link rel="stylesheet" href="/page/style.css"><main class="oauth"><h1>400</h1><p>${escape(detail)}</p></main></html>`;
}
