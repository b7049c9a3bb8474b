import type { RowPatch } from '../../../shared/domain/rows.ts';
import type { Conversations } from './conversations.ts';
import type { SyncBase } from './ports.ts';
import { conversationOf, predictRow, workItemOf, type OnTheWay } from './predict.ts';
import { articleOf, predictArticles } from './predict-articles.ts';
import type { ReplicaView } from './replica-view.ts';

export interface AheadParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly pending: () => readonly OnTheWay[];
  readonly conversations: () => Conversations;
}

/** What is shown ahead of the server: commands that wait, and accepted ones whose events are not here yet. */
export class Ahead {
  readonly #p: AheadParts;
  #settling: (OnTheWay & { readonly seq: number })[] = [];

  constructor(parts: AheadParts) {
    this.#p = parts;
  }

  onTheWay(): readonly OnTheWay[] {
    return [...this.#settling, ...this.#p.pending()];
  }

  /** The word that this reply does not go, a person's or the platform's, is on its way, or its events are. */
  isLettingGo(replyId: string): boolean {
    const tells = (type: string): boolean => type === 'reply.settle' || type === 'reply.report';
    return this.onTheWay().some(({ command }) => tells(command.type) && (command.data as { replyId?: unknown }).replyId === replyId);
  }

  row(row: RowPatch): RowPatch {
    if (row.kind === 'article') return this.articles().find(({ id }) => id === row.id) ?? row;
    return predictRow(row, this.onTheWay(), this.#p.base.person().agentId);
  }

  /** Articles with drafts and changes that wait. */
  articles(): RowPatch[] {
    const { view, base } = this.#p;
    // What the row already tells is not told twice.
    const settling = this.#settling.filter((one) => (view.rowPatch('article', articleOf(one) ?? '')?.seq ?? 0) < one.seq);
    return predictArticles([...settling, ...this.#p.pending()], (kind, id) => view.rowPatch(kind, id), base.person(), view.cursor());
  }

  conversationOf(command: OnTheWay['command']): string | undefined {
    const itemId = workItemOf(command);
    return conversationOf(command) ?? (itemId === undefined ? undefined : this.#p.view.get('workItem', itemId)?.conversationId);
  }

  /** A command was kept: onto the screen with it. */
  show(): void {
    const onTheWay = this.onTheWay();
    this.#emitRows(new Set(onTheWay.flatMap(({ command }) => workItemOf(command) ?? [])));
    if (onTheWay.some((one) => articleOf(one) !== undefined)) this.#p.base.emit('rows', { reset: false, rows: this.articles() });
    for (const { command } of onTheWay) {
      const id = this.conversationOf(command);
      if (id !== undefined) this.#p.conversations().predicted(id);
    }
  }

  accepted(command: OnTheWay, seq: number): void {
    if (seq > this.#p.view.cursor()) this.#settling.push({ ...command, seq });
    // Its events came before its answer and were shown as still waiting.
    else this.#asServerSays(command);
  }

  refused(command: OnTheWay): void {
    this.#asServerSays(command);
  }

  #asServerSays({ command }: OnTheWay): void {
    this.#emitArticles([articleOf({ command }) ?? []].flat());
    const id = this.conversationOf(command);
    if (id !== undefined) this.#p.conversations().push(id);
    const itemId = workItemOf(command);
    if (itemId !== undefined) this.#emitRows(new Set([itemId]));
  }

  /** The events up to `cursor` are here: what was shown for them and did not come by itself is taken back. */
  reached(cursor: number): void {
    const settled = this.#settling.filter(({ seq }) => seq <= cursor);
    if (settled.length === 0) return;
    this.#settling = this.#settling.filter(({ seq }) => seq > cursor);
    this.#emitArticles(settled.flatMap((one) => articleOf(one) ?? []));
    for (const id of new Set(settled.flatMap(({ command }) => this.conversationOf(command) ?? []))) this.#p.conversations().push(id);
  }

  /** As the server says they are, with what still waits on top. */
  #emitArticles(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const { view, base } = this.#p;
    const ahead = this.articles();
    const rows = [...new Set(ids)].map((id): RowPatch => ahead.find((row) => row.id === id) ?? view.rowPatch('article', id) ?? { kind: 'article', id, seq: view.cursor(), value: null });
    base.emit('rows', { reset: false, rows });
  }

  #emitRows(itemIds: ReadonlySet<string>): void {
    const rows = [...itemIds].flatMap((id): RowPatch[] => {
      const row = this.#p.view.rowPatch('workItem', id);
      return row === undefined ? [] : [this.row(row)];
    });
    if (rows.length > 0) this.#p.base.emit('rows', { reset: false, rows });
  }
}
