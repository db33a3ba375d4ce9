import { fileURLToPath } from 'node:url';
import { MODELS } from '@continuo/shared/protocol/models';
import { findPrice } from '@continuo/shared/protocol/prices';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import { expect, test } from 'vitest';
import { readGeneratorConfig } from './config.ts';

const ENV = { REDIS_URL: 'redis://127.0.0.1:1', SIMULATOR_URL: 'http://127.0.0.1:1' };

test('the prices of the repository know every model on offer', () => {
  const { prices } = readGeneratorConfig(ENV);
  expect(MODELS.filter(({ provider, name }) => !findPrice(prices, provider, name))).toEqual([]);
});

test('a file of prices that is none is a fault of the configuration', () => {
  const noPrices = fileURLToPath(new URL('../package.json', import.meta.url));
  expect(() => readGeneratorConfig({ ...ENV, PRICES_FILE: noPrices })).toThrow(ConfigFaults);
  expect(() => readGeneratorConfig({ ...ENV, PRICES_FILE: noPrices })).toThrow(
    /^\S+package.json is not valid: /,
  );
});
