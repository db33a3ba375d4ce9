/** With what a message is sent. */
export interface ChatSettings {
  provider: string;
  model: string;
  /** 0 to 2; undefined: the provider's own. */
  temperature: number | undefined;
  /** Output tokens; undefined: the provider's own. */
  maxTokens: number | undefined;
  /** false: neither take the answer from the cache nor put it there. */
  cache: boolean;
  /** Of the whole conversation; undefined: none. */
  system: string | undefined;
}
