import { parseArgs } from 'node:util';
import { z } from 'zod';

const DOCUMENT = 'docs/CRASH-MATRIX.md';

const rowsSchema = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().positive()));

const optionsSchema = z.strictObject({
  scale: z.enum(['small', 'full']).default('full'),
  /** Rows, parted by commas; default all. */
  only: rowsSchema.optional(),
  /** File for the raw figures. */
  json: z.string().optional(),
  /** File for the document; default the published one for a full run, none for a part of it. */
  out: z.string().optional(),
});

export type MatrixOptions = z.output<typeof optionsSchema>;

/** @throws ZodError or TypeError, which say what is wrong with the arguments */
export function readMatrixOptions(args: readonly string[]): MatrixOptions {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { scale: option, only: option, json: option, out: option },
  });
  const options = optionsSchema.parse({ ...values });
  const isWhole = options.scale === 'full' && options.only === undefined;
  return isWhole ? { out: DOCUMENT, ...options } : options;
}
