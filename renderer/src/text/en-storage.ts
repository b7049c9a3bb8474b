import type { deStorage } from './de-storage.ts';

export const enStorage: typeof deStorage = {
  'door.again': 'The local copy on this machine could not be opened. Nothing of it was changed.',
  'door.discard': 'Passphrase forgotten …',
  'door.discardHint':
    'Without the passphrase nobody opens this copy. Destroying it means: unsent answers and drafts in it are gone; everything else comes from the server once you sign in.',
  'door.discardNow': 'Destroy the copy',
  'door.keep': 'Keep it',
  'door.keychain':
    'On this machine lies a copy whose key is in the keychain. Unlock the keychain and try again; what was not sent in it stays there.',
  'door.open': 'Open the copy',
  'door.passphrase': 'The copy on this machine is kept by a passphrase. With it you go on working, even without a connection.',
  'door.retry': 'Try again',
  'door.title': 'Copy on this machine',
  'storage.conversations': (all: string, closed: string) => `${all} conversations, ${closed} of them closed`,
  'storage.days': (days: number) => (days === 1 ? 'after one day' : `after ${days} days`),
  'storage.keepDays': 'What is closed leaves this machine',
  'storage.keepHint': 'Never deleted: what you are working on, what is not yet sent, and what has a draft. The server keeps everything.',
  'storage.keepMegabytes': 'Size of the copy',
  'storage.keptBy': 'Kept by',
  'storage.keptBy.keychain': 'a key in the keychain',
  'storage.keptBy.passphrase': 'your passphrase',
  'storage.keptBy.session': 'this session only: answers need a connection',
  'storage.megabytes': (size: string) => `up to ${size} MB`,
  'storage.passphrase': 'Passphrase',
  'storage.passphraseAgain': 'Repeat the passphrase',
  'storage.passphraseHint': 'At least 10 characters. It is stored nowhere: whoever forgets it loses what is not yet sent.',
  'storage.passphraseOther': 'The two are not the same.',
  'storage.passphraseSet': 'The copy is now kept by your passphrase.',
  'storage.passphraseTitle': 'Answer offline without a keychain',
  'storage.passphraseWhy':
    'This machine has no keychain that works. With a passphrase the copy outlives the desk, and answers are taken without a connection.',
  'storage.setPassphrase': 'Set passphrase',
  'storage.size': 'Size',
  'storage.sizeNow': (size: string) => `${size} MB`,
  'storage.title': 'Storage on this machine',
};
