// The fuses of a packaged desk, read back from its binary and held against what the configuration says.
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** Names as electron-builder has them. */
const FUSES = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
} as const;
export type FuseName = keyof typeof FUSES;
export type FuseSettings = Readonly<Record<FuseName, boolean>>;
export const FUSE_NAMES = Object.keys(FUSES) as FuseName[];

/** Which fuses of the program at `binary` are not as `wanted` says; empty: all are. Throws where it is no Electron program. */
export async function wrongFuses(binary: string, wanted: FuseSettings): Promise<FuseName[]> {
  const wire = await getCurrentFuseWire(binary);
  return FUSE_NAMES.filter((name) => wire[FUSES[name]] !== (wanted[name] ? FuseState.ENABLE : FuseState.DISABLE));
}
