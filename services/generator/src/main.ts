import { runService } from '@continuo/shared/runtime/run-service';
import { readGeneratorConfig } from './config.ts';
import { startGenerator } from './start-generator.ts';

await runService('generator', (logger) => startGenerator(readGeneratorConfig(process.env), logger));
