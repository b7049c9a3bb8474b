/** Only so much of a long mail is judged, characters; personal data and special letters are looked for in this part, too. Apart from `triage.ts`, which loads the models. */
export const LONGEST_READ = 4_000;
