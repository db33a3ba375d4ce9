import { runService } from '@continuo/shared/runtime/run-service';
import { readPersisterConfig } from './config.ts';
import { startPersister } from './start-persister.ts';

await runService('persister', (logger) => startPersister(readPersisterConfig(process.env), logger));
