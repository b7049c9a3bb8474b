import type { BrowserWindow, NativeImage, Tray } from 'electron';
import type { Attention, DeskSettings } from '../../../shared/ipc/index.ts';
import type { ElectronParts } from './electron-parts.ts';

type Language = DeskSettings['language'];

export interface SignsOptions {
  readonly electron: Pick<ElectronParts, 'app' | 'Menu' | 'Tray' | 'nativeImage'>;
  readonly iconsDir: string;
  readonly platform: NodeJS.Platform;
  readonly windows: () => readonly Pick<BrowserWindow, 'setOverlayIcon'>[];
  readonly onShow: () => void;
  readonly onLock: () => void;
}

/** What waits, in words without anybody's words. */
export function attentionWords({ mine, offers, unclear, failed }: Attention, language: Language): string {
  const say = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [count === 1 ? one : `${count} ${many}`]);
  const parts =
    language === 'de'
      ? [...say(offers, 'ein Angebot', 'Angebote'), ...say(mine, 'ein Gespräch', 'Gespräche'), ...say(unclear, 'eine Antwort unklar', 'Antworten unklar'), ...say(failed, 'eine Antwort nicht gesendet', 'Antworten nicht gesendet')]
      : [...say(offers, 'one offer', 'offers'), ...say(mine, 'one conversation', 'conversations'), ...say(unclear, 'one answer unclear', 'answers unclear'), ...say(failed, 'one answer not sent', 'answers not sent')];
  return parts.join(', ');
}

/** Badge, tray and overlay: numbers alone, the same whether the desk is locked or not. */
export class PresenceSigns {
  readonly #o: SignsOptions;
  readonly #tray: Tray;
  readonly #overlay: NativeImage;
  #language: Language;

  constructor(options: SignsOptions, language: Language) {
    this.#o = options;
    this.#language = language;
    const { Tray, nativeImage } = options.electron;
    const icon = (name: string): NativeImage => nativeImage.createFromPath(`${options.iconsDir}/${name}.png`);
    this.#overlay = icon('overlay');
    const tray = icon(options.platform === 'darwin' ? 'trayTemplate' : 'tray');
    if (options.platform === 'darwin') tray.setTemplateImage(true);
    this.#tray = new Tray(tray);
    // On a Mac a click opens the menu.
    if (options.platform !== 'darwin') this.#tray.on('click', options.onShow);
    this.#menu();
    this.#tray.setToolTip('Leitstand');
  }

  show(attention: Attention): void {
    const { electron, platform } = this.#o;
    const words = attentionWords(attention, this.#language);
    const waits = attention.mine + attention.offers;
    this.#tray.setToolTip(words === '' ? 'Leitstand' : `Leitstand: ${words}`);
    if (platform === 'win32') for (const window of this.#o.windows()) window.setOverlayIcon(waits === 0 ? null : this.#overlay, words);
    else electron.app.setBadgeCount(waits);
  }

  say(language: Language): void {
    this.#language = language;
    this.#menu();
  }

  close(): void {
    this.#tray.destroy();
  }

  #menu(): void {
    const { electron, onShow, onLock } = this.#o;
    const de = this.#language === 'de';
    this.#tray.setContextMenu(
      electron.Menu.buildFromTemplate([
        { label: de ? 'Leitstand zeigen' : 'Show Leitstand', click: onShow },
        { label: de ? 'Sperren' : 'Lock', click: onLock },
        { type: 'separator' },
        { label: de ? 'Beenden' : 'Quit', role: 'quit' },
      ]),
    );
  }
}
