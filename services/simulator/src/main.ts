import process from 'node:process';
import { runService } from '@continuo/shared/runtime/run-service';
import { readSimulatorConfig } from './config.ts';
import { startSimulator } from './server.ts';

await runService('simulator', async (logger) => {
  const simulator = await startSimulator({
    ...readSimulatorConfig(process.env),
    onDefect: (error) => logger.error({ err: error }, 'a request failed in the simulator itself'),
  });
  return { port: simulator.port, drain: simulator.close };
});
