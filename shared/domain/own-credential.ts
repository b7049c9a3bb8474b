/**
 * `credentialId` of an account on our own platform: there is nothing in the keychain, the desk's own session at its center stands for it, as JSON `{url, token}`
 * made afresh for each use.
 */
export const OWN_SESSION_CREDENTIAL = 'desk-session';
