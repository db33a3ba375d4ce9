import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigFaults } from '../read-config.ts';
import { runService } from '../run-service.ts';

/** A service that does what FIXTURE says, to see how `runService` takes it. */
const wanted = process.env['FIXTURE'];
const alive = setInterval(() => undefined, 60_000);

await runService('fixture', async () => {
  if (wanted === 'wrong configuration') throw new ConfigFaults(['PORT is wrong.', 'HOST is wrong.']);
  if (wanted === 'failed start') throw new Error('the store is away');
  if (wanted === 'defect') {
    const error = new Error('nobody heard this', { cause: new Error('its cause') });
    // As the Redis client does.
    setImmediate(
      () => void Promise.reject(Object.assign(error, { command: { args: ['text of an answer'] } })),
    );
  }
  let drains = 0;
  return {
    port: 4711,
    drain: async () => {
      drains += 1;
      if (process.connected) process.send?.({ drains });
      await sleep(50);
      clearInterval(alive);
      if (wanted === 'failed drain') throw new Error('could not drain');
    },
  };
});
