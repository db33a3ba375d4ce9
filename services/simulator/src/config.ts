import { readConfig, wholeNumber } from '@continuo/shared/runtime/read-config';
import { z } from 'zod';
import type { Settings } from './settings.ts';

const environmentSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(0),
  HOST: z.string().default('127.0.0.1'),
  SIMULATOR_TOKENS_PER_SECOND: wholeNumber(0, 1_000_000).default(60),
  SIMULATOR_FIRST_TOKEN_MS: wholeNumber(0, 600_000).default(0),
  SIMULATOR_STREAM_WINDOW_MS: wholeNumber(0, 86_400_000).default(300_000),
});

export interface SimulatorConfig {
  port: number;
  host: string;
  settings: Partial<Settings>;
}

/** The only reader of the environment here. */
export function readSimulatorConfig(env: NodeJS.ProcessEnv): SimulatorConfig {
  const config = readConfig(environmentSchema, env);
  return {
    port: config.PORT,
    host: config.HOST,
    settings: {
      tokens_per_second: config.SIMULATOR_TOKENS_PER_SECOND,
      first_token_ms: config.SIMULATOR_FIRST_TOKEN_MS,
      stream_window_ms: config.SIMULATOR_STREAM_WINDOW_MS,
    },
  };
}
