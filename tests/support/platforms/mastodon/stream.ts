// `wss://host/api/v1/streaming?stream=user`: what the documents say a client hears of its account.
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { MastodonModel, PeerAccount, PeerNotification, PeerStatus } from './model.ts';

export class MastodonStream {
  /** Turned away at the door from now on. */
  refuses = false;
  /** Open, and nothing comes: as a line that died without a word. */
  mute = false;
  readonly #model: MastodonModel;
  readonly #tokenOf: (token: string) => { readonly account: PeerAccount; readonly scopes: readonly string[]; readonly revoked: boolean } | undefined;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #listeners = new Map<WebSocket, PeerAccount>();

  constructor(model: MastodonModel, tokenOf: (token: string) => { account: PeerAccount; scopes: readonly string[]; revoked: boolean } | undefined) {
    this.#model = model;
    this.#tokenOf = tokenOf;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      const url = new URL(request.url ?? '/', 'http://peer');
      const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token') ?? '';
      const token = this.#tokenOf(given);
      if (this.refuses) return void socket.destroy();
      if (url.pathname !== '/api/v1/streaming' || token === undefined || token.revoked) return void socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      this.#sockets.handleUpgrade(request, socket, head, (listener) => {
        this.#listeners.set(listener, token.account);
        listener.on('close', () => this.#listeners.delete(listener));
        listener.on('error', () => undefined);
      });
    });
  }

  posted(status: PeerStatus, told: readonly PeerNotification[]): void {
    for (const one of told) this.#tell(one.forAccountId, 'notification', JSON.stringify(this.renderNotification(one)));
    this.#tell(status.accountId, 'update', JSON.stringify(this.#model.render(status)));
  }

  /** The author's own timeline and those mentioned in private hear of an edit; a public mention does not. */
  edited(status: PeerStatus): void {
    const hear = [status.accountId, ...(status.visibility === 'direct' ? this.#model.mentioned(status.text).map((one) => one.id) : [])];
    for (const id of hear) this.#tell(id, 'status.update', JSON.stringify(this.#model.render(status)));
  }

  deleted(status: PeerStatus): void {
    for (const id of [status.accountId, ...this.#model.mentioned(status.text).map((one) => one.id)]) this.#tell(id, 'delete', status.id);
  }

  /** Ends what is open, as a restart of the instance does. */
  cut(): void {
    for (const socket of this.#listeners.keys()) socket.terminate();
  }

  close(): void {
    this.cut();
    this.#sockets.close();
  }

  renderNotification(one: PeerNotification): object {
    const status = this.#model.statuses.get(one.statusId);
    const account = status === undefined ? undefined : this.#model.accounts.get(status.accountId);
    return { id: one.id, type: one.type, created_at: new Date(one.at).toISOString(), account: account === undefined ? null : this.#model.renderAccount(account), ...(status === undefined ? {} : { status: this.#model.render(status) }) };
  }

  #tell(accountId: string, event: string, payload: string): void {
    if (this.mute) return;
    for (const [socket, account] of this.#listeners) if (account.id === accountId) socket.send(JSON.stringify({ stream: ['user'], event, payload }));
  }
}
