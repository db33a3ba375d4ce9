import { afterAll, beforeAll, test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { manyGenerators } from './support/many-generators.ts';
import { SMALL, TRIAL_MS } from './support/small-scale.ts';
import { setStage, type Stage } from './support/stage.ts';
import { trials as drained } from './trials/generator-drained.ts';
import { trials as silent } from './trials/generator-silent.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage(manyGenerators(SMALL));
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
});

test.each([...silent, ...drained])('fault $fault: $name', { timeout: TRIAL_MS }, async ({ runOn }) => {
  expectUnharmed(await runOn(stage, SMALL));
});
