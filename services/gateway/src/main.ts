import process from 'node:process';
import { readConfig } from '@continuo/shared/runtime/read-config';
import { runService } from '@continuo/shared/runtime/run-service';
import { configSchema } from './config.ts';
import { startGateway } from './start-gateway.ts';

await runService('gateway', async (logger) => startGateway(readConfig(configSchema, process.env), logger));
