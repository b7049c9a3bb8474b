import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild, type RunningChild } from '../../../tools/demo/child.ts';
import { startCenter, type RunningCenter } from '../../../tools/demo/start-center.ts';
import { centerFileIn } from '../../../tools/demo/center-file.ts';
import type { PostView } from '../../../sandbox/render.ts';
import { SandboxClient } from '../../support/sandbox-client.ts';
import { ROOT } from './root.ts';
import { copyTemplate } from './template.ts';

interface Effect {
  readonly effectNo: number;
  readonly kind: 'created' | 'edited' | 'deleted';
  readonly postId: string;
  readonly author: string;
  readonly authorKind: 'brand' | 'person';
  readonly inReplyTo: string | null;
}

/** A whole center of its own: Probeplattform and server as processes. The platform's records are the judge of what was sent. */
export class Center {
  readonly running: RunningCenter;
  readonly dataDir: string;
  readonly platform: SandboxClient;
  readonly #persons = new Set<string>();
  readonly #tokens = new Map<string, string>();
  #server: RunningChild;

  constructor(running: RunningCenter, dataDir: string) {
    this.running = running;
    this.dataDir = dataDir;
    const server = running.children.find((child) => child.name === 'server');
    if (server === undefined) throw new Error('a center without a server');
    this.#server = server;
    const { url, token } = JSON.parse(running.center.sandboxCredential.value) as { url: string; token: string };
    this.platform = new SandboxClient(url, token);
  }

  get serverUrl(): string {
    return this.running.center.serverUrl;
  }

  get file(): string {
    return centerFileIn(this.dataDir);
  }

  passwordOf(name: string): string {
    const found = this.running.center.signIns.find((one) => one.name === name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found.password;
  }

  /** Somebody writes on the platform; who is new there gets an account first. */
  async postAs(handle: string, text: string, more: { inReplyTo?: string; visibility?: 'public' | 'private'; recipient?: string } = {}): Promise<PostView> {
    if (!this.#persons.has(handle)) {
      const displayName = handle.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(' ');
      await this.platform.ok('POST', '/accounts', { handle, displayName, kind: 'person' });
      this.#persons.add(handle);
    }
    return this.platform.post({ author: handle, text, ...more });
  }

  /** What brands really wrote on the platform as an answer to this post, one entry per effect: a doubled answer stands here twice. */
  async repliesTo(postId: string): Promise<PostView[]> {
    const { effects } = await this.platform.ok<{ effects: Effect[] }>('GET', '/effects?limit=1000');
    const made = effects.filter((effect) => effect.kind === 'created' && effect.authorKind === 'brand' && effect.inReplyTo === postId);
    return Promise.all(made.map((effect) => this.platform.ok<PostView>('GET', `/posts/${effect.postId}`)));
  }

  /** The platform tells the server nothing any more; the way back. What happens in between is never told. */
  async muteWebhooks(): Promise<() => Promise<void>> {
    const { webhooks } = await this.platform.ok<{ webhooks: { url: string; accounts: string[] | null }[] }>('GET', '/webhooks');
    for (const { url } of webhooks) await this.platform.ok('DELETE', `/webhooks?url=${encodeURIComponent(url)}`);
    return async () => {
      for (const { url, accounts } of webhooks) await this.platform.ok('POST', '/webhooks', { url, secret: this.running.center.webhookSecret, ...(accounts === null ? {} : { accounts }) });
    };
  }

  async brandPosts(): Promise<number> {
    return (await this.platform.ok<{ created: { brand: number } }>('GET', '/stats')).created.brand;
  }

  async doubled(): Promise<number> {
    return (await this.platform.ok<{ doubled: number }>('GET', '/stats')).doubled;
  }

  /** One command as this person would give it, past any desk. */
  async command(name: string, command: object): Promise<void> {
    // Checking a password takes a third of a second by intent: one sign-in serves until its token has run out.
    const known = this.#tokens.get(name);
    const response = known === undefined ? undefined : await this.#ask(known, command);
    const answer = response === undefined || response.status === 401 ? await this.#ask(await this.#tokenOf(name), command) : response;
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  #ask(token: string, command: object): Promise<Response> {
    return fetch(`${this.serverUrl}/commands`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ command }) });
  }

  async #tokenOf(name: string): Promise<string> {
    const response = await fetch(`${this.serverUrl}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password: this.passwordOf(name) }) });
    const answer = (await response.json()) as { accessToken?: string };
    if (answer.accessToken === undefined) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    this.#tokens.set(name, answer.accessToken);
    return answer.accessToken;
  }

  /** Without a chance to put anything in order, as a power cut would. */
  async killServer(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#server.onExit(() => resolve()));
    process.kill(this.#server.pid, 'SIGKILL');
    await ended;
  }

  /** The server again, on the same data and the same address. */
  async startServer(): Promise<void> {
    const file = path.join(this.dataDir, 'server.json');
    const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...settings, port: Number(new URL(this.serverUrl).port) }), { mode: 0o600 });
    for (let tries = 1; ; tries += 1) {
      try {
        this.#server = await startChild('server', path.join(ROOT, 'server/main.ts'), ['--config', file], { cwd: ROOT });
        return;
      } catch (error) {
        // While nobody listened there, a connection of something else on this machine may have been given the port for a moment.
        if (tries === 20 || !String(error).includes('EADDRINUSE')) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.running.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export async function openCenter(serverSettings: Readonly<Record<string, unknown>> = {}): Promise<Center> {
  const dataDir = copyTemplate();
  const said: string[] = [];
  try {
    return new Center(await startCenter({ root: ROOT, dataDir, fresh: false, quiet: true, ports: [0, 0, 0], withDesk: false, say: (line) => said.push(line), serverSettings }), path.resolve(dataDir));
  } catch (error) {
    console.error(said.join('\n'));
    throw error;
  }
}
