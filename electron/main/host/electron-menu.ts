import type { MenuItemConstructorOptions } from 'electron';

/** The smallest menu with which copy, paste, zoom and quit work on every system. The desk's own keys live in the page. */
export function menuTemplate(given: {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly language: 'de' | 'en';
}): MenuItemConstructorOptions[] {
  const say = (de: string, en: string): string => (given.language === 'de' ? de : en);
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  return [
    ...(given.platform === 'darwin'
      ? [{ role: 'appMenu' as const }]
      : [{ label: say('Datei', 'File'), submenu: [{ role: 'quit' as const }] }]),
    {
      label: say('Bearbeiten', 'Edit'),
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle' },
        { role: 'selectAll' },
      ],
    },
    { label: say('Ansicht', 'View'), submenu: given.packaged ? view : [...view, { type: 'separator' }, { role: 'toggleDevTools' }] },
    { role: 'windowMenu' },
  ];
}
