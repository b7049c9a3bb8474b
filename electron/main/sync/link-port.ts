/** The part of a socket the link uses. */
export interface LinkSocket {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(name: string, payload: unknown, ack: (raw: unknown) => void): unknown;
  connect(): unknown;
  disconnect(): unknown;
  removeAllListeners(): unknown;
}

export interface OpenSocketOptions {
  readonly transports: ['websocket'];
  readonly reconnection: false;
  readonly forceNew: true;
  readonly autoConnect: false;
  readonly timeout: number;
  readonly auth: {
    readonly token: string;
    readonly protocol: number;
    readonly replicaId: string;
    readonly app: string;
    readonly place: 'office' | 'home';
  };
}

/** Makes a socket that is not yet connected; a simulation brings its own. */
export type OpenSocket = (url: string, options: OpenSocketOptions) => LinkSocket;

/** Socket.IO, read with the first link: the screen does not wait for it. */
export async function loadOpenSocket(): Promise<OpenSocket> {
  const { io } = await import('socket.io-client');
  return (url, options) => io(url, { ...options, transports: [...options.transports] }) as LinkSocket;
}
