import { parseArgs } from 'node:util';
import { z } from 'zod';

const rowsSchema = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().positive()));

const optionsSchema = z.strictObject({
  scale: z.enum(['small', 'full']).default('full'),
  /** Rows, parted by commas; default all. */
  only: rowsSchema.optional(),
});

export type MatrixOptions = z.output<typeof optionsSchema>;

/** @throws ZodError or TypeError, which say what is wrong with the arguments */
export function readMatrixOptions(args: readonly string[]): MatrixOptions {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { scale: option, only: option } });
  return optionsSchema.parse({ ...values });
}
