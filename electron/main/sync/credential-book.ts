import type { CredentialSource, SyncLog } from './ports.ts';

export type CredentialStatus = 'present' | 'missing' | 'rejected' | 'checking';

/** Which platform credentials are there, without holding them: the value is fetched for each use and then let go. */
export class CredentialBook {
  readonly #source: CredentialSource;
  readonly #log: SyncLog;
  readonly #onChange: () => void;
  readonly #known = new Map<string, CredentialStatus>();
  readonly #asking = new Set<string>();

  constructor(source: CredentialSource, log: SyncLog, onChange: () => void) {
    this.#source = source;
    this.#log = log;
    this.#onChange = onChange;
  }

  /** `checking` until the store has answered; a change follows by `onChange`. */
  status(credentialId: string): CredentialStatus {
    const known = this.#known.get(credentialId);
    if (known === undefined && !this.#asking.has(credentialId)) {
      this.#asking.add(credentialId);
      void this.value(credentialId).finally(() => {
        this.#asking.delete(credentialId);
        this.#onChange();
      });
    }
    return known ?? 'checking';
  }

  async value(credentialId: string): Promise<string | undefined> {
    try {
      const value = await this.#source.get(credentialId);
      if (value === undefined) this.#known.set(credentialId, 'missing');
      else if (!this.#isInDoubt(credentialId)) this.#known.set(credentialId, 'present');
      return value;
    } catch (error) {
      // A locked keychain is asked again when somebody acts.
      this.#known.set(credentialId, 'missing');
      this.#log.warn({ credentialId, error: error instanceof Error ? error.message : String(error) }, 'a credential could not be read');
      return undefined;
    }
  }

  /** The platform refused it. Somebody else may have renewed it meanwhile: that is asked before it counts as rejected. */
  rejected(credentialId: string, used?: string): void {
    const recover = used === undefined ? undefined : this.#source.recover?.(credentialId, used);
    this.#known.set(credentialId, recover === undefined ? 'rejected' : 'checking');
    this.#onChange();
    void recover
      ?.catch(() => false)
      .then((isAnother) => {
        if (this.#known.get(credentialId) !== 'checking') return;
        if (isAnother) this.#known.delete(credentialId);
        else {
          this.#known.set(credentialId, 'rejected');
          this.#log.warn({ credentialId }, 'the platform does not accept a credential, and there is no other');
        }
        this.#onChange();
      });
  }

  #isInDoubt(credentialId: string): boolean {
    const known = this.#known.get(credentialId);
    return known === 'rejected' || known === 'checking';
  }

  /** A person entered or deleted it. */
  changed(credentialId: string): void {
    this.#known.delete(credentialId);
    this.#onChange();
  }
}
