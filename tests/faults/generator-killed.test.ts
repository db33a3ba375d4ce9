import { afterAll, beforeAll, test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { manyGenerators } from './support/many-generators.ts';
import { SMALL, TRIAL_MS } from './support/small-scale.ts';
import { setStage, type Stage } from './support/stage.ts';
import { trials as inMidAnswer } from './trials/generator-killed.ts';
import { trials as atAnEdge } from './trials/generator-killed-at-an-edge.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage(manyGenerators(SMALL));
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
});

test.each(inMidAnswer)('fault $fault: $name', { timeout: TRIAL_MS }, async ({ runOn }) => {
  expectUnharmed(await runOn(stage, { ...SMALL, rounds: 4 }));
});

test.each(atAnEdge)('fault $fault: $name', { timeout: TRIAL_MS }, async ({ runOn }) => {
  expectUnharmed(await runOn(stage, SMALL));
});
