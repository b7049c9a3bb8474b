import type { MenuItemConstructorOptions } from 'electron';
import type { ZoomStep } from './zoom.ts';

/** The smallest menu with which copy, paste, zoom and quit work on every system. The desk's own keys live in the page. */
export function menuTemplate(given: {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly language: 'de' | 'en';
  /** Kept for all windows of this desk; the roles of the system would keep it for one. */
  readonly zoom: (step: ZoomStep) => void;
}): MenuItemConstructorOptions[] {
  const say = (de: string, en: string): string => (given.language === 'de' ? de : en);
  const view: MenuItemConstructorOptions[] = [
    { label: say('Tatsächliche Größe', 'Actual size'), accelerator: 'CommandOrControl+0', click: () => given.zoom('reset') },
    { label: say('Größer', 'Larger'), accelerator: 'CommandOrControl+Plus', click: () => given.zoom('in') },
    // The same key without Shift, as it lies on many keyboards.
    { label: say('Größer', 'Larger'), accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true, click: () => given.zoom('in') },
    { label: say('Kleiner', 'Smaller'), accelerator: 'CommandOrControl+-', click: () => given.zoom('out') },
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
