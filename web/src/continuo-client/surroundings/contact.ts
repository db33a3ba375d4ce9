/** What a reader or a repeated call knows about its connection to the service. */
export type Contact =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** It failed and will try again at `nextTryAt`, unix ms. */
  | { kind: 'waiting'; nextTryAt: number };
