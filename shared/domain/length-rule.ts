/** How a channel counts the length of a text. `weighted` is X's way: addresses 23, emoji and wide scripts 2. */
export type LengthRule =
  | { readonly kind: 'weighted'; readonly max: number }
  /** `perLink`: an address counts so much, however long it is. */
  | { readonly kind: 'characters'; readonly max: number; readonly perLink?: number | undefined }
  | { readonly kind: 'graphemesAndBytes'; readonly max: number; readonly maxBytes: number };
