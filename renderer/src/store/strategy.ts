import { create } from 'zustand';
import type { DryRun } from '../../../shared/domain/explanation.ts';
import { strategyDiff } from '../../../shared/domain/strategy-diff.ts';
import { STRATEGY_ID, strategyInForce, strategyRulesSchema, type StrategyRules } from '../../../shared/domain/strategy.ts';
import { call } from '../bridge/index.ts';
import { askCommand } from './commands.ts';
import { showFailure } from './errors.ts';
import { useCenter } from './rows.ts';

/** What a lead changes in the rules, before it holds. */
export interface StrategyDraft {
  /** Undefined: nothing changed yet, the rules in force are shown. */
  readonly rules: StrategyRules | undefined;
  /** The version the changes start from. */
  readonly baseVersion: number;
  readonly note: string;
  readonly dryRun: DryRun | undefined;
  /** The rules the trial run was made with: another change makes it old. */
  readonly triedRules: StrategyRules | undefined;
  readonly busy: boolean;
}

const NOTHING: StrategyDraft = { rules: undefined, baseVersion: 0, note: '', dryRun: undefined, triedRules: undefined, busy: false };

export const useStrategy = create<StrategyDraft>(() => NOTHING);

export const inForce = (): ReturnType<typeof strategyInForce> => strategyInForce(useCenter.getState().strategies.get(STRATEGY_ID));

/** A change by the person. What ends up as it was is no change. */
export function changeRules(change: (rules: StrategyRules) => StrategyRules): void {
  const { version, rules: now } = inForce();
  const { rules, baseVersion } = useStrategy.getState();
  const next = change(rules ?? now);
  if (strategyDiff(now, next).length === 0) return useStrategy.setState({ rules: undefined, dryRun: undefined, triedRules: undefined });
  useStrategy.setState({ rules: next, baseVersion: rules === undefined ? version : baseVersion });
}

export function dropChanges(): void {
  useStrategy.setState(NOTHING);
}

export const setNote = (note: string): void => useStrategy.setState({ note });

/** Asks what would become of what waits now. Nothing happens by it. */
export async function tryRules(rules: StrategyRules): Promise<void> {
  const checked = strategyRulesSchema.safeParse(rules);
  if (!checked.success) return;
  useStrategy.setState({ busy: true });
  try {
    useStrategy.setState({ dryRun: await call('strategy.dryRun', { rules: checked.data }), triedRules: rules });
  } catch (error) {
    showFailure(error);
  } finally {
    useStrategy.setState({ busy: false });
  }
}

/** Puts the changed rules in force; refused when somebody else was quicker. */
export async function applyRules(): Promise<void> {
  const { rules, baseVersion, note } = useStrategy.getState();
  if (rules === undefined) return;
  await decide({ type: 'strategy.apply', data: { rules, baseVersion, ...noteOf(note) } });
}

/** Puts them forward for other leads. */
export async function proposeRules(): Promise<void> {
  const { rules, baseVersion, note } = useStrategy.getState();
  if (rules === undefined) return;
  await decide({ type: 'strategy.propose', data: { rules, baseVersion, ...noteOf(note) } });
}

export async function applyProposal(proposalId: string, baseVersion: number): Promise<void> {
  await decide({ type: 'strategy.apply', data: { proposalId, baseVersion } });
}

/** The rules before the last change hold again. */
export async function undoRules(version: number): Promise<void> {
  await decide({ type: 'strategy.undo', data: { version } });
}

async function decide(command: Parameters<typeof askCommand>[0]): Promise<void> {
  useStrategy.setState({ busy: true });
  const { status } = await askCommand(command);
  useStrategy.setState(status === 'refused' ? { busy: false } : NOTHING);
}

const noteOf = (note: string): { note?: string } => (note.trim() === '' ? {} : { note: note.trim() });
