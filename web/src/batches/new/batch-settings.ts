import type { UploadQuery } from '@continuo/shared/protocol/batch-api';
import {
  BATCH_CONCURRENCY_DEFAULT,
  BATCH_CONCURRENCY_MAX,
  BATCH_NAME_CHARS_MAX,
} from '@continuo/shared/protocol/limits';
import { isProviderName } from '@continuo/shared/protocol/models';
import type { ModelChoice } from '../../models/create-model-offer.ts';

/** The fields of a new batch as they are written. */
export interface BatchFields {
  name: string;
  temperature: string;
  maxTokens: string;
  concurrency: string;
  cache: boolean;
}

export const EMPTY_FIELDS: BatchFields = {
  name: '',
  temperature: '',
  maxTokens: '',
  concurrency: String(BATCH_CONCURRENCY_DEFAULT),
  cache: true,
};

export const BOUNDS = {
  temperature: { min: 0, max: 2 },
  maxTokens: { min: 1, max: 1_000_000 },
  concurrency: { min: 1, max: BATCH_CONCURRENCY_MAX },
} as const;
export type NumberField = keyof typeof BOUNDS;

/** What a field says; `undefined`: nothing; `'bad'`: nothing that is possible. */
export function readNumber(field: NumberField, text: string): number | undefined | 'bad' {
  const written = text.trim().replace(',', '.');
  if (written === '') return undefined;
  const isWritten = field === 'temperature' ? /^\d(\.\d{1,6})?$/ : /^\d{1,7}$/;
  const value = Number(written);
  const { min, max } = BOUNDS[field];
  return isWritten.test(written) && value >= min && value <= max ? value : 'bad';
}

/** The settings as they are sent; undefined: a field is not possible. Pure. */
export function readSettings(fields: BatchFields, choice: ModelChoice): UploadQuery | undefined {
  const temperature = readNumber('temperature', fields.temperature);
  const maxTokens = readNumber('maxTokens', fields.maxTokens);
  const concurrency = readNumber('concurrency', fields.concurrency);
  if (temperature === 'bad' || maxTokens === 'bad' || concurrency === 'bad') return undefined;
  const name = fields.name.trim().slice(0, BATCH_NAME_CHARS_MAX);
  return {
    ...(name === '' ? {} : { name }),
    ...(isProviderName(choice.provider) ? { provider: choice.provider } : {}),
    model: choice.model,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(fields.cache ? {} : { cache: false }),
  };
}

/** The fields that say such settings, for who comes back to them. */
export function writeFields(settings: UploadQuery): BatchFields {
  const {
    name = '',
    temperature = '',
    max_tokens: maxTokens = '',
    concurrency = '',
    cache = true,
  } = settings;
  return {
    name,
    temperature: String(temperature),
    maxTokens: String(maxTokens),
    concurrency: String(concurrency),
    cache,
  };
}
