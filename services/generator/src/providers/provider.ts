import type { PrefillForm } from '../attempts/continuation.ts';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type { WireFormat } from '@continuo/shared/protocol/models';
import type { Failure, FailureCode } from '@continuo/shared/protocol/failure';

/** What a provider's stream yields, whatever its wire format. */
export type ProviderPart =
  /** Text of the answer. `cursor`: the place in the provider's own stream, where it has one. */
  | { type: 'text'; text: string; cursor?: string }
  /** A name under which the provider keeps this answer, so that it can be attached to again. */
  | { type: 'handle'; handle: string }
  /** The provider works on something that is not answer text, such as reasoning; some tell first what they read. */
  | { type: 'activity'; prompt?: PromptUsage }
  /** The provider's own terminal marker: without it an end of the stream is no success (invariant 12). */
  | { type: 'end'; finishReason: FinishReason; usage: Usage | undefined };

/** What a provider tells of the prompt before it answers. */
export type PromptUsage = Pick<Usage, 'input_tokens' | 'cached_input_tokens'>;

export interface Provider {
  wire: WireFormat;
  /** One call. Throws a ProviderFailure or whatever the SDK throws; ends quietly when its signal aborts. */
  stream(request: ChatRequest, call: CallOptions): AsyncIterable<ProviderPart>;
  /** Attaches to a run that goes on at the provider, behind what is stored of it. Absent: none does. */
  reattach?(run: StoredRun, signal: AbortSignal): AsyncIterable<ProviderPart>;
  /** Ends a run that goes on at the provider without us. Absent: closing the connection does. */
  cancelRun?(handle: string): Promise<void>;
}

export interface CallOptions {
  signal: AbortSignal;
  /** Ours for the call (`nameCall`), by which a provider's records and ours are compared. */
  name: string;
  /** The last message is the beginning of the answer, to be gone on with in this form. */
  prefill?: PrefillForm | undefined;
}

/** What the SDKs take besides the request. The header is OpenAI's; others let it pass. */
export function sdkOptions({ name }: CallOptions, signal: AbortSignal) {
  return { signal, headers: { 'X-Client-Request-Id': name } };
}

/** A run at the provider and what is stored of its text. */
export interface StoredRun {
  handle: string;
  /** The provider's place of the last stored text that had one. */
  cursor: string | undefined;
  /** Characters stored behind that place. */
  charsSinceCursor: number;
  /** All text stored of this run. */
  text: string;
}

/** A failure that we notice ourselves, on its way through a stream. */
export class ProviderFailure extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'ProviderFailure';
    this.failure = { code, message };
  }
}

/** The end of a stream that brought no terminal marker. */
export function brokenOff(): ProviderFailure {
  return new ProviderFailure('provider_interrupted', 'the stream ended without a terminal marker');
}
