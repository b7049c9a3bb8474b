import { isCodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import type { DeskCore } from '../core/port.ts';
import { logFacts } from '../ipc/failure.ts';
import type { HostLog } from './log.ts';

/** The part of Electron's dialogs in use. */
export interface AskDialog {
  showMessageBoxSync(options: {
    type: 'error';
    title: string;
    message: string;
    detail: string;
    buttons: string[];
    defaultId: number;
    cancelId: number;
    noLink: boolean;
  }): number;
}

/** Before any window nobody knows the person's language: both are said. What is not here is told in the catalogue's words. */
const IN_GERMAN: Partial<Readonly<Record<ErrorCode, string>>> = {
  REPLICA_IN_USE: 'Auf diesem Datenordner läuft schon ein Arbeitsplatz. Schließ den anderen und versuch es nochmal.',
  REPLICA_READ_ONLY: 'Der Datenordner lässt sich nicht beschreiben. Gib die Rechte frei und versuch es nochmal.',
  REPLICA_IO: 'Die Festplatte verweigert den Datenordner. Prüf sie und versuch es nochmal.',
  DISK_FULL: 'Die Festplatte ist voll. Schaff Platz und versuch es nochmal; was angenommen war, ist da.',
};

/** Opens the desk; where that fails the person may mend it and try again. Undefined: the person gave up. */
export async function openOrAsk(open: () => Promise<DeskCore>, dialog: AskDialog, log: HostLog): Promise<DeskCore | undefined> {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const coded = isCodedError(error) ? error : undefined;
      log.error(coded === undefined ? { error: logFacts(error) } : { code: coded.code }, 'the desk could not be opened');
      const choice = dialog.showMessageBoxSync({
        type: 'error',
        title: 'Leitstand',
        message: (coded === undefined ? undefined : IN_GERMAN[coded.code]) ?? 'Der Arbeitsplatz ließ sich nicht öffnen.',
        detail: coded?.message ?? 'INTERNAL',
        buttons: ['Nochmal versuchen / Try again', 'Beenden / Quit'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (choice !== 0) return undefined;
    }
  }
}
