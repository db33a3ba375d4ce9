import { z } from 'zod';

const DAY_MS = 24 * 3600 * 1000;

/** What holds for every request that says nothing else. `POST /control/settings` changes any of it at any time. */
export const settingsSchema = z.strictObject({
  /** 0 is as fast as the reader takes them. */
  tokens_per_second: z.number().min(0).max(1_000_000),
  first_token_ms: z.number().int().min(0).max(DAY_MS),
  /** How old a background response may be for its stream to be opened again. */
  stream_window_ms: z
    .number()
    .int()
    .min(0)
    .max(365 * DAY_MS),
  /** Added to the clock that the window is judged by, so that five minutes pass at once. */
  clock_offset_ms: z
    .number()
    .int()
    .min(-365 * DAY_MS)
    .max(365 * DAY_MS),
});

export type Settings = z.output<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  tokens_per_second: 60,
  first_token_ms: 0,
  stream_window_ms: 300_000,
  clock_offset_ms: 0,
};
