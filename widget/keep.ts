/** A message that no server has said to have. */
export interface Unsent {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly email?: string | undefined;
}

/** What is not sent after so long is not sent any more: nobody would understand the answer. */
const UNSENT_MS = 7 * 86_400_000;

interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

/**
 * What this page's origin keeps of a chat: the token, once the visitor has written, and messages that are not sent yet, each under a key of its own so that
 * pages do not write over each other. Nothing else, and no cookie. Where storage is refused it lasts as long as the page.
 */
export class Keep {
  readonly #name: string;
  readonly #store: Store;

  constructor(name: string) {
    this.#name = `leitstand-chat/${name}`;
    this.#store = openStore();
  }

  get token(): string | undefined {
    return this.#store.getItem(this.#name) ?? undefined;
  }

  /** The token that counts for this origin: the one of whichever page wrote first. */
  async claim(mine: string): Promise<string> {
    const take = (): string => {
      const held = this.token;
      if (held === undefined) this.#store.setItem(this.#name, mine);
      return held ?? mine;
    };
    return 'locks' in navigator ? navigator.locks.request(this.#name, take) : take();
  }

  forget(token: string): void {
    if (this.token === token) this.#store.removeItem(this.#name);
  }

  /** Calls back when another page of this origin has begun the chat. */
  onToken(run: (token: string) => void): () => void {
    const heard = (event: StorageEvent): void => {
      if (event.key === this.#name && event.newValue !== null) run(event.newValue);
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  }

  put(message: Unsent): void {
    this.#store.setItem(`${this.#name}/m/${message.id}`, JSON.stringify(message));
  }

  drop(id: string): void {
    this.#store.removeItem(`${this.#name}/m/${id}`);
  }

  /** Oldest first. */
  unsent(): Unsent[] {
    const prefix = `${this.#name}/m/`;
    const found: Unsent[] = [];
    for (const key of this.#store.keys()) {
      if (!key.startsWith(prefix)) continue;
      const message = parse(this.#store.getItem(key));
      if (message === undefined || Date.now() - message.at > UNSENT_MS) this.#store.removeItem(key);
      else found.push(message);
    }
    return found.sort((a, b) => a.at - b.at);
  }
}

function parse(text: string | null): Unsent | undefined {
  try {
    const read = JSON.parse(text ?? '') as Partial<Unsent>;
    return typeof read.id === 'string' && typeof read.text === 'string' && typeof read.at === 'number' ? (read as Unsent) : undefined;
  } catch {
    return undefined;
  }
}

function openStore(): Store {
  try {
    const { localStorage } = window;
    localStorage.setItem('leitstand-chat', '');
    localStorage.removeItem('leitstand-chat');
    return { getItem: (key) => localStorage.getItem(key), setItem: (key, value) => localStorage.setItem(key, value), removeItem: (key) => localStorage.removeItem(key), keys: () => Object.keys(localStorage) };
  } catch {
    const held = new Map<string, string>();
    return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value), removeItem: (key) => void held.delete(key), keys: () => [...held.keys()] };
  }
}

/** 32 bytes as base64url. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
