/** Somebody who may sign in at a desk, as `center.json` names them. */
export interface SignIn {
  readonly name: string;
  readonly role: string;
  readonly password: string;
}
