import type { TestModule, TestSuite, Vitest } from 'vitest/node';

export interface TestCounts {
  passed: number;
  failed: number;
}

/**
 * What a run has really shown. Failed is: a test that failed, one that was skipped although it was not left out by
 * name, a file or a group whose code or hooks failed, an error that no test caught, and a run in which nothing
 * was tested.
 */
export function countTests(vitest: Vitest): TestCounts {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups: (TestModule | TestSuite)[] = modules.flatMap((module) => [
    module,
    ...module.children.allSuites(),
  ]);
  const passed = tests.filter((test) => test.result().state === 'passed').length;
  const isChoosy = vitest.config.testNamePattern !== undefined;
  const failed =
    tests.filter(
      (test) => test.result().state === 'failed' || (test.result().state === 'skipped' && !isChoosy),
    ).length +
    groups.filter((group) => group.errors().length > 0).length +
    vitest.state.getUnhandledErrors().length;
  return { passed, failed: failed === 0 && (passed === 0 || process.exitCode) ? 1 : failed };
}
