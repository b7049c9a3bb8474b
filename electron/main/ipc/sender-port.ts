/** Whether a call may come in, and if not, the sentence for the log. */
export type SenderVerdict = { readonly trusted: true } | { readonly trusted: false; readonly because: string };

/** Which sender is trusted is decided per host: a frame of the desk's window, or a connection with the desk's session. */
export interface SenderRule<Sender> {
  judge(sender: Sender): SenderVerdict;
}
