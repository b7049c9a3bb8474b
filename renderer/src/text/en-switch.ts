import type { deSwitch } from './de-switch.ts';

/** On in private, and closed in public. */
export const enSwitch: typeof deSwitch = {
  'block.privateUsed': 'The platform allows one private answer to a post, and it has been given. It goes on in private when the person answers.',
  'block.siteOnly': 'This person did not address us. It can be answered on the platform’s own page only; your answer there appears here and settles the item.',
  'case.close': 'Close in public',
  'case.closeDu': (name: string) => `Thank you${name === '' ? '' : `, ${name}`}! We have sorted this out with you in private.`,
  'case.closeSie': (name: string) => `Thank you${name === '' ? '' : `, ${name}`}! We have sorted this out with you in private.`,
  'case.offer': 'The public post about it has no closing word yet.',
  'case.open': 'Open the public part',
  'case.part': 'Belongs to a public post of the same person.',
  'case.same': 'same case',
  'case.title': 'Case',
  'switch.confirm': 'Send both',
  'switch.once': 'The platform allows one single private message here; it goes on when the person answers.',
  'switch.open': 'Go private …',
  'switch.personal': 'The public line holds personal data. They belong into the private message.',
  'switch.private': 'Private message',
  'switch.privateDu': (name: string) => `Hello${name === '' ? '' : ` ${name}`}, let us go on in private. Please send us your customer number and we will look into it.`,
  'switch.privateSie': (name: string) => `Hello${name === '' ? '' : ` ${name}`}, let us go on in private. Please send us your customer number and we will look into it.`,
  'switch.public': 'Public hand-over line',
  'switch.publicDu': (name: string) => `Hello${name === '' ? '' : ` ${name}`}, we will write to you in private in a moment, so that your data stay private.`,
  'switch.publicSie': (name: string) => `Hello${name === '' ? '' : ` ${name}`}, we will write to you in private in a moment, so that your data stay private.`,
  'switch.title': 'Go on in private',
  'action.onSite': 'Open on the platform',
};
