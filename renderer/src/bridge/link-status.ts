/** The link between this page and the desk program. In the desktop window it is always up. */
export type LinkStatus =
  | { readonly kind: 'up' }
  | { readonly kind: 'connecting' }
  /** The program does not answer; tried again by itself. */
  | { readonly kind: 'lost'; readonly since: number }
  /** The address was used up or the session is over: only a new address helps. */
  | { readonly kind: 'refused' };
