import type { IpcName, IpcResponse } from '../../shared/ipc/index.ts';

const nothing = {};

/** Calls that are always answered the same. */
export const CONSTANT_ANSWERS: { readonly [N in IpcName]?: IpcResponse<N> } = {
  'guards.memory': { closed: [] },
  'guards.close': { closed: [] },
  'guards.alike': { conversations: 0 },
  'credentials.list': {
    credentials: [
      { credentialId: 'sandbox:musterkom_hilft', channels: ['sandbox'], accounts: ['acc-help'], present: true, storedIn: 'keychain', status: 'ok' },
      { credentialId: 'sandbox:musterkom_tv', channels: ['sandbox'], accounts: ['acc-tv'], present: true, storedIn: 'session', status: 'unchecked' },
      { credentialId: 'sandbox:musterkom_chat', channels: ['sandbox-chat'], accounts: ['acc-chat'], present: false, storedIn: 'keychain', status: 'missing' },
    ],
  },
  'credentials.set': { ok: true, detail: '' },
  'credentials.delete': nothing,
  'custody.get': { number: '12345 23456 34567 45678 56789 67890', credentials: [] },
  'budget.load': { accounts: [] },
  'feeds.load': { feeds: [] },
  'draft.save': nothing,
  'conversation.close': nothing,
  'conversation.presence': nothing,
  'notices.seen': nothing,
  'away.seen': nothing,
  'message.putRight': { outcome: 'done' },
  'message.content': { kind: 'html', html: '<p>Guten Tag</p>' },
  'lock.get': { locked: false, ways: [] },
  'lock.now': { locked: false, ways: [] },
  'lock.unlock': { locked: false, ways: [] },
  'lock.active': nothing,
  'attention.get': { mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: true, closedCopy: false },
  'update.get': { kind: 'none' },
  'update.install': { kind: 'none' },
  'window.open': { opened: false },
  'display.awake': { held: false },
  'place.take': { place: null },
  'link.open': { opened: true },
};
