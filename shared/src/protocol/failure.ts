/**
 * Why an attempt or a task failed: a closed set of codes, each with its policy. `retryable` says that asking
 * again later can help; it is what the `failed` entry tells the user.
 */
interface FailurePolicy {
  retryable: boolean;
  /** One sentence for the person who waits for the answer. */
  title: string;
}

export const FAILURES = {
  provider_unreachable: { retryable: true, title: 'The provider could not be reached.' },
  provider_interrupted: { retryable: true, title: 'The provider broke off in mid-answer.' },
  provider_stalled: { retryable: true, title: 'The provider stopped sending.' },
  provider_malformed: { retryable: true, title: 'The provider sent something that is not an answer.' },
  provider_overloaded: { retryable: true, title: 'The provider is overloaded.' },
  provider_rate_limited: { retryable: true, title: 'The provider limits the rate of requests.' },
  provider_error: { retryable: true, title: 'The provider failed.' },
  provider_quota: { retryable: false, title: 'The quota at the provider is used up.' },
  provider_auth: { retryable: false, title: 'The provider refused the key.' },
  provider_rejected: { retryable: false, title: 'The provider refused the request.' },
  model_not_found: { retryable: false, title: 'The provider does not know this model.' },
  context_too_long: { retryable: false, title: 'The conversation is too long for this model.' },
  provider_not_configured: { retryable: false, title: 'No generator is configured for this provider.' },
  answer_too_long: { retryable: false, title: 'The answer is longer than a task may hold.' },
  deadline_exceeded: { retryable: true, title: 'The answer took longer than a task may take.' },
  poison: { retryable: false, title: 'The task ended several generators and was given up.' },
  internal: { retryable: true, title: 'Continuo failed; this is a defect.' },
} as const satisfies Record<string, FailurePolicy>;

export type FailureCode = keyof typeof FAILURES;

/** A failure as a value: what happened, in the words of whoever noticed it. */
export interface Failure {
  code: FailureCode;
  message: string;
}

export function isRetryable(code: FailureCode): boolean {
  return FAILURES[code].retryable;
}
