import type { Account } from '../../shared/domain/account.ts';
import { strategyInForce, type BrandRules, type Strategy } from '../../shared/domain/strategy.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import type { NumberPattern } from '../../shared/text/personal-data.ts';
import { folded } from './lookalike.ts';

/** What the reading machine knows of the brand behind one account. */
export interface Brand {
  readonly names: readonly string[];
  readonly notNames: readonly string[];
  readonly numbers: readonly NumberPattern[];
}
interface OwnName {
  readonly accountId: string;
  readonly handle: string;
  readonly name: string;
  readonly brand: string;
}

const NONE: BrandRules = { names: [], notNames: [], numbers: [] };

/** Names of the center's own accounts, made again only when an account or the rules changed. */
export class Brands {
  readonly #state: Pick<EntityMaps, 'all' | 'get'>;
  #accounts = -1;
  #rules: Strategy | undefined;
  readonly #byAccount = new Map<string, Brand>();
  #own: readonly OwnName[] = [];
  readonly #handles = new Set<string>();

  constructor(state: Pick<EntityMaps, 'all' | 'get'>) {
    this.#state = state;
  }

  of(accountId: string): Brand {
    this.#refresh();
    const known = this.#byAccount.get(accountId);
    if (known !== undefined) return known;
    const account = this.#state.get('account', accountId);
    const made = account === undefined ? NONE : this.#make(account);
    this.#byAccount.set(accountId, made);
    return made;
  }

  /** Own accounts, as the eye takes their names. */
  own(): readonly OwnName[] {
    this.#refresh();
    return this.#own;
  }

  isOwnHandle(channel: string, handle: string): boolean {
    this.#refresh();
    return this.#handles.has(`${channel}\n${handle.toLowerCase()}`);
  }

  #make(account: Account): Brand {
    const rules = strategyInForce(this.#rules).rules.brands[account.brand] ?? NONE;
    const family = [...this.#state.all('account').values()].filter((one) => one.brand === account.brand);
    const names = new Set([account.brand, ...rules.names, ...family.flatMap((one) => [one.handle, one.name])].filter((name) => name.length >= 2));
    return { names: [...names].slice(0, 100), notNames: rules.notNames, numbers: rules.numbers };
  }

  /** Accounts are never taken away and hardly ever changed: their number says enough, with the rules' own identity. */
  #refresh(): void {
    const accounts = this.#state.all('account');
    const rules = this.#state.get('strategy', 'center');
    if (accounts.size === this.#accounts && rules === this.#rules) return;
    this.#accounts = accounts.size;
    this.#rules = rules;
    this.#byAccount.clear();
    this.#handles.clear();
    for (const { channel, handle } of accounts.values()) this.#handles.add(`${channel}\n${handle.toLowerCase()}`);
    this.#own = [...accounts.values()].map(({ id, handle, name, brand }) => ({ accountId: id, handle: folded(handle), name: folded(name), brand: folded(brand) }));
  }
}
