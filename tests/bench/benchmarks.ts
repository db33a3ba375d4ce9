import type { Benchmark } from './benchmark.ts';
import { batch } from './api/batch.ts';
import { conversation } from './api/conversation.ts';
import { search } from './api/search.ts';
import { web } from './web/web.ts';

/** All that can be measured, in the order in which it is shown. */
export const BENCHMARKS: readonly Benchmark[] = [conversation, batch, search, web];
