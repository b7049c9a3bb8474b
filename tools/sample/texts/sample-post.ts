// Everything under texts/ is invented for this project: the company, the people, the numbers. Nothing is taken from real posts.

export type Topic = 'mobile' | 'fixed' | 'tv' | 'billing' | 'general';
export type PostKind = 'fault' | 'complaint' | 'request' | 'praise' | 'smallTalk';
export type Form = 'du' | 'sie' | 'none';
export type Language = 'de' | 'en';

export interface SamplePost {
  readonly topic: Topic;
  readonly kind: PostKind;
  /** How the writer addresses the company. */
  readonly form: Form;
  readonly language: Language;
  /** `{brand}` stands for the handle; without it the post begins with the handle. */
  readonly text: string;
  /** The writer corrects the post to this a little later. */
  readonly editedTo?: string | undefined;
  /** The writer takes the post back a little later. */
  readonly deletes?: true | undefined;
}

type Line = readonly [kind: PostKind, form: Form, text: string, change?: { readonly editedTo: string } | 'deletes'];

/** Turns the short notation of the text files into posts. */
export function posts(language: Language, topic: Topic, lines: readonly Line[]): SamplePost[] {
  return lines.map(([kind, form, text, change]) => ({
    topic,
    kind,
    form,
    language,
    text,
    ...(change === undefined ? {} : change === 'deletes' ? { deletes: true as const } : { editedTo: change.editedTo }),
  }));
}
