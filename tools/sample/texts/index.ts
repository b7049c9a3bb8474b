import { ENGLISH } from './english.ts';
import { GERMAN_BILLING } from './german-billing.ts';
import { GERMAN_FIXED } from './german-fixed.ts';
import { GERMAN_GENERAL } from './german-general.ts';
import { GERMAN_MOBILE } from './german-mobile.ts';
import { GERMAN_TV } from './german-tv.ts';
import type { SamplePost } from './sample-post.ts';

export { BYSTANDERS, CHASERS, MORE_QUESTIONS, THANKS, UNHAPPY } from './in-threads.ts';
export { KIEL_OUTAGE } from './outage.ts';
export { PEOPLE, type SamplePerson } from './people.ts';
export { PRIVATE_MESSAGES } from './private-messages.ts';
export type { Form, Language, PostKind, SamplePost, Topic } from './sample-post.ts';

/** Posts that open a thread. */
export const SAMPLE_POSTS: readonly SamplePost[] = [
  ...GERMAN_MOBILE,
  ...GERMAN_FIXED,
  ...GERMAN_TV,
  ...GERMAN_BILLING,
  ...GERMAN_GENERAL,
  ...ENGLISH,
];
