import { z } from 'zod';

/**
 * A whole number in a query, as decimal digits. `z.coerce` would take whatever JavaScript takes: "0x10", "1e3", " 7".
 *
 * @param max at most 15 digits
 */
export function queryNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'it must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `it must be from ${min} to ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max });
}
