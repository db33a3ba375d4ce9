import { z } from 'zod';

/** The content of a message in all three formats: a text, or parts of which those with a text count. */
export const contentSchema = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]);

export function textOf(content: z.output<typeof contentSchema>): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');
}
