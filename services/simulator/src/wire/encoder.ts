/** One call in its vendor's words. A frame is one complete server-sent event. */
export interface Encoder {
  /** The frames before the first token. */
  opening: () => string[];
  delta: (index: number) => string;
  /** The frames after the last token, by how the generation ended. */
  closing: () => string[];
  /** The vendor's error in place of the token with that index. */
  error: (index: number, code: string | undefined) => string;
  /** A well-formed frame that clients are to ignore, about as long as asked for. */
  padding: (bytes: number) => string;
  ping: string;
  /** The whole answer, for a request without `stream`. */
  body: () => object;
}
