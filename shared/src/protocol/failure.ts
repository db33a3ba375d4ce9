/**
 * Why an attempt or a task failed: a closed set of codes, each with its policy, which is the whole of the retry
 * policy. A failure in mid-answer keeps the text: what follows goes on from there.
 */
export interface FailurePolicy {
  /** How often the same provider is asked again without having sent text since. */
  retries: number;
  /** Whether another provider may be asked. */
  failOver: boolean;
  /** Says something about the provider, not about the request: counts for its circuit breaker. */
  isOutage: boolean;
  /** Whether asking again later can help: what the `failed` entry tells the user. */
  retryable: boolean;
  /** One sentence for the person who waits for the answer. */
  title: string;
}

const outage = (retries: number, title: string): FailurePolicy => ({
  retries,
  failOver: true,
  isOutage: true,
  retryable: true,
  title,
});
const refusal = (failOver: boolean, title: string): FailurePolicy => ({
  retries: 0,
  failOver,
  isOutage: false,
  retryable: false,
  title,
});

const POLICIES = {
  provider_unreachable: outage(3, 'The provider could not be reached.'),
  provider_interrupted: outage(3, 'The provider broke off in mid-answer.'),
  provider_stalled: outage(2, 'The provider stopped sending.'),
  provider_malformed: outage(2, 'The provider sent something that is not an answer.'),
  provider_overloaded: outage(3, 'The provider is overloaded.'),
  provider_rate_limited: outage(3, 'The provider limits the rate of requests.'),
  provider_error: outage(3, 'The provider failed.'),
  provider_quota: { ...refusal(true, 'The quota at the provider is used up.'), isOutage: true },
  provider_auth: { ...refusal(true, 'The provider refused the key.'), isOutage: true },
  provider_rejected: refusal(false, 'The provider refused the request.'),
  model_not_found: refusal(true, 'The provider does not know this model.'),
  context_too_long: refusal(false, 'The conversation is too long for this model.'),
  /** Asked again at once, by another strategy: the model is remembered. */
  prefill_refused: { ...refusal(false, 'The model does not go on behind a text.'), retries: 1 },
  /** The run can no longer be attached to; asked again at once, by another strategy. */
  run_lost: { ...refusal(false, 'The provider no longer keeps the answer.'), retries: 1, retryable: true },
  provider_not_configured: refusal(true, 'No generator is configured for this provider.'),
  answer_too_long: refusal(false, 'The answer is longer than a task may hold.'),
  deadline_exceeded: { ...refusal(false, 'The answer took longer than a task may take.'), retryable: true },
  poison: refusal(false, 'The task ended several generators and was given up.'),
  internal: { ...refusal(false, 'Continuo failed; this is a defect.'), retryable: true },
} as const satisfies Record<string, FailurePolicy>;

export const FAILURES: Readonly<Record<keyof typeof POLICIES, FailurePolicy>> = POLICIES;

export type FailureCode = keyof typeof FAILURES;

/** A failure as a value: what happened, in the words of whoever noticed it. */
export interface Failure {
  code: FailureCode;
  message: string;
  /** What the provider asked to wait, ms. */
  retryAfterMs?: number;
}

export function isRetryable(code: FailureCode): boolean {
  return FAILURES[code].retryable;
}
