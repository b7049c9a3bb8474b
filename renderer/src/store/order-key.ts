/** A place in an ordering: ascending `rank`, equal ranks by `id`. */
export interface OrderKey {
  readonly rank: number;
  readonly id: string;
}
