import { expect, test } from 'vitest';
import { findMissingPackages } from './find-missing-packages.ts';

test('a package that the lock file promises for another platform and does not hold is found', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/parser': {
        optionalDependencies: { '@parser/linux-x64': '1.2.0', '@parser/darwin-arm64': '1.2.0' },
      },
      'node_modules/@parser/linux-x64': {},
    },
  };
  expect(findMissingPackages(lock)).toEqual(['@parser/darwin-arm64@1.2.0']);
});

test('a package that lies inside the one that needs it is not missing', () => {
  const lock = {
    packages: {
      'node_modules/parser': { optionalDependencies: { 'parser-linux': '1.0.0' } },
      'node_modules/parser/node_modules/parser-linux': {},
    },
  };
  expect(findMissingPackages(lock)).toEqual([]);
});
