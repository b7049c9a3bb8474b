import { create } from 'zustand';
import type { AgentRow } from '../../../shared/domain/rows.ts';
import { runCommand } from './commands.ts';
import { compose, compositionOf } from './composer.ts';
import { useConversation } from './conversation.ts';
import { currentTexts } from './errors.ts';
import { me, openConversation } from './navigation.ts';
import { useCenter } from './rows.ts';
import { announce, showToast } from './ui.ts';

const MOST_SHOWN = 6;

/** `@Ann Ber` just before the cursor: what of a name was typed so far; undefined where nobody is being named. */
export function namingAt(note: string, caret: number): { readonly from: number; readonly typed: string } | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u.exec(note.slice(0, caret));
  return match === null ? undefined : { from: caret - (match[1] ?? '').length - 1, typed: match[1] ?? '' };
}

/** Colleagues whose name or initials begin like this, by name. */
export function namedLike(agents: Iterable<AgentRow>, typed: string, myId: string): AgentRow[] {
  const wanted = typed.toLocaleLowerCase('de');
  return [...agents]
    .filter((agent) => !agent.disabled && agent.id !== myId && (agent.initials.toLocaleLowerCase('de') === wanted || agent.name.toLocaleLowerCase('de').split(' ').some((_, at, words) => words.slice(at).join(' ').startsWith(wanted))))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'de'))
    .slice(0, MOST_SHOWN);
}

/** Everybody who stands in a note by full name behind an @. */
export function mentionsIn(note: string, agents: Iterable<AgentRow>, myId: string): string[] {
  const found: string[] = [];
  for (const agent of agents) {
    if (agent.disabled || agent.id === myId) continue;
    for (let at = note.indexOf(`@${agent.name}`); at >= 0; at = note.indexOf(`@${agent.name}`, at + 1)) {
      if (/[\p{L}\p{N}]/u.test(note.charAt(at + agent.name.length + 1))) continue;
      found.push(agent.id);
      break;
    }
  }
  return found.slice(0, 10);
}

export interface Naming {
  readonly conversationId: string;
  readonly from: number;
  readonly typed: string;
  /** The one the keys stand on. */
  readonly place: number;
}
export const useNaming = create<{ readonly naming: Naming | undefined }>(() => ({ naming: undefined }));

/** Called with each change of a note. */
export function followNaming(conversationId: string, note: string, caret: number): void {
  const at = namingAt(note, caret);
  useNaming.setState({ naming: at === undefined ? undefined : { conversationId, ...at, place: 0 } });
}
export const stopNaming = (): void => useNaming.setState({ naming: undefined });

export function nameColleague(agent: AgentRow): void {
  const { naming } = useNaming.getState();
  if (naming === undefined) return;
  const { note } = compositionOf(naming.conversationId);
  const before = `${note.slice(0, naming.from)}@${agent.name} `;
  compose(naming.conversationId, { note: before + note.slice(naming.from + 1 + naming.typed.length) });
  stopNaming();
}

/** Keys while a name is being typed: up and down choose, Enter or Tab takes, Escape leaves it as text. True: it was one of them. */
export function hearNamingKey(event: { readonly key: string; preventDefault(): void; stopPropagation(): void }, conversationId: string): boolean {
  const { naming } = useNaming.getState();
  if (naming?.conversationId !== conversationId) return false;
  const people = namedLike(useCenter.getState().agents.values(), naming.typed, me());
  if (people.length === 0) return false;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const chosen = people[naming.place];
  if (step !== 0) useNaming.setState({ naming: { ...naming, place: (naming.place + step + people.length) % people.length } });
  else if (event.key === 'Escape') stopNaming();
  else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) nameColleague(chosen);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** The next note that names this person and that they have not looked at. */
export function openMention(): void {
  const [first] = [...useCenter.getState().mentions.values()].toSorted((a, b) => a.at - b.at);
  if (first !== undefined) void openConversation(first.conversationId);
}

const asked = new Set<string>();
/** Open and readable is looked at, however it was opened. */
function seeOpen(): void {
  const { openId, current } = useConversation.getState();
  if (openId === undefined || current?.id !== openId || current.held !== 'held') return;
  for (const mention of useCenter.getState().mentions.values()) {
    const once = `${mention.id} ${mention.at}`;
    if (mention.conversationId !== openId || asked.has(once)) continue;
    asked.add(once);
    void runCommand({ type: 'mention.see', data: { conversationId: openId } });
  }
}
useConversation.subscribe(seeOpen);
useCenter.subscribe((state, before) => {
  if (state.mentions === before.mentions) return;
  seeOpen();
  const { openId } = useConversation.getState();
  for (const mention of state.mentions.values()) {
    if (before.mentions.get(mention.id)?.at === mention.at || mention.conversationId === openId || before.agents.size === 0) continue;
    const text = currentTexts().t('mention.came', state.agents.get(mention.byAgentId)?.name ?? mention.byAgentId);
    announce(text);
    showToast({ tone: 'info', text, action: { kind: 'openConversation', conversationId: mention.conversationId } });
  }
});
