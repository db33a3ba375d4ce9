import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { priceListSchema, type PriceList } from '../protocol/prices.ts';
import { ConfigFaults } from './read-config.ts';

const PRICES_OF_THE_REPOSITORY = fileURLToPath(new URL('../../../prices.json', import.meta.url));

/**
 * Reads what answers cost. Throws `ConfigFaults`, in one sentence, when the file cannot be used: a price that is read
 * wrong would be worse than none.
 *
 * @param file PRICES_FILE; absent: the one of the repository
 */
export function readPrices(file: string = PRICES_OF_THE_REPOSITORY): PriceList {
  const result = priceListSchema.safeParse(parseFile(file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigFaults([
    `The prices in ${file} are not valid: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
  ]);
}

function parseFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigFaults([`The prices in ${file} cannot be read: ${reason}.`]);
  }
}
