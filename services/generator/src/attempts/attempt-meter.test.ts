import { NO_USAGE } from '@continuo/shared/protocol/entry';
import { describe, expect, test } from 'vitest';
import { makeAttemptMeter } from './attempt-meter.ts';

const REQUEST = {
  provider: 'anthropic' as const,
  model: 'm',
  messages: [{ role: 'user' as const, content: 'x'.repeat(40) }],
};

describe('an attempt that failed', () => {
  test('is estimated by what it was sent and what came', () => {
    const meter = makeAttemptMeter(REQUEST, '');
    meter.take({ type: 'text', text: 'x'.repeat(8) });
    expect(meter.ofFailure('provider_interrupted')).toEqual({
      ...NO_USAGE,
      input_tokens: 10,
      output_tokens: 2,
      estimated: true,
    });
  });

  test('counts the prompt as its provider did, where that told it', () => {
    const meter = makeAttemptMeter(REQUEST, '');
    meter.take({ type: 'activity', prompt: { input_tokens: 17, cached_input_tokens: 6 } });
    expect(meter.ofFailure('provider_stalled')).toMatchObject({
      input_tokens: 17,
      cached_input_tokens: 6,
      estimated: true,
    });
  });

  test('with no part of it is nothing where the provider refused, and unknown where it was silent', () => {
    const meter = makeAttemptMeter(REQUEST, '');
    expect(meter.ofFailure('provider_rate_limited')).toEqual(NO_USAGE);
    expect(meter.ofFailure('provider_stalled')).toBeNull();
  });

  test('at a run is counted with what the run had brought before', () => {
    const meter = makeAttemptMeter(REQUEST, 'x'.repeat(20));
    expect(meter.ofFailure('run_lost')).toMatchObject({ output_tokens: 5, estimated: true });
  });
});
