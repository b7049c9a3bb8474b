/** One step of the schema, forward only. Its statements run in one transaction together with the new version number. */
export interface Migration {
  /** 1, 2, 3 … without gaps; stands in the file as `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}
