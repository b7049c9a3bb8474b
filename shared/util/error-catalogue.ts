// code → what happened, what to do. Sections by area; append to yours.
export const ERROR_CATALOGUE = {
  // -- any door --
  INPUT_INVALID: { meaning: 'A field is missing or has the wrong form.', remedy: 'Correct the named field and send again.' },
  INPUT_TOO_LARGE: { meaning: 'The message is larger than this door takes.', remedy: 'Send smaller pieces.' },
  VERSION_UNKNOWN: { meaning: 'The message has a version this build does not know.', remedy: 'Update the older side.' },
  INTERNAL: { meaning: 'Something failed that should not have.', remedy: 'Try again; if it stays, report the code and the time.' },
} as const;
