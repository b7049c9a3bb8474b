/** Handles are shown with one @ in front, unless they are an address or hold a space. */
export function atHandle(handle: string): string {
  return handle === '' || /[@\s]/.test(handle) ? handle : `@${handle}`;
}
