/** Which of Meta's surfaces a channel speaks on. */
export type Surface = 'page' | 'messenger' | 'instagram';
