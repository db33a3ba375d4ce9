import { makeTransitions } from '@continuo/shared/redis/transitions';
import { attemptStarted, LEASE_MS, runOut, submitNew } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { expect, test } from 'vitest';

const ROUNDS = 1_000;
const WORKERS = ['worker-a', 'worker-b', 'worker-c'];

const store = useRedis();

test('fault 11: of generators that claim a task at the same time, one becomes its holder, in every epoch', async () => {
  const connections = WORKERS.map((holder) => ({
    holder,
    transitions: makeTransitions(store.connect('command')),
  }));
  const task = await submitNew(store.transitions);
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Each is first to ask in turn.
    connections.push(...connections.splice(0, 1));
    const replies = await Promise.all(
      connections.map(({ holder, transitions }) =>
        transitions.openEpoch(
          task,
          { head: round, incarnation: 0, nonce: `${holder}-${round}`, holder, leaseMs: LEASE_MS },
          attemptStarted(round),
        ),
      ),
    );
    const opened = replies.filter(({ tag }) => tag === 'opened');
    expect(opened).toMatchObject([{ epoch: round, seq: round + 1 }]);
    expect(replies.filter(({ tag }) => tag === 'busy')).toHaveLength(WORKERS.length - 1);
    await runOut(store.redis, task);
  }
});
