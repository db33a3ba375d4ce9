import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import { runBounded } from '../../run-bounded.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';

export interface Deleting {
  services: Pick<Services, 'client' | 'connection' | 'conversations'>;
  signal: AbortSignal;
  onProgress: (count: number) => void;
}

const PAGE = 100;
const AT_ONCE_MAX = 3;
const TRYING_MS_MAX = 60_000;

/**
 * Deletes every conversation there is, the ones included that come while it works.
 *
 * @returns how many were deleted; undefined when the signal was aborted
 */
export async function deleteConversations(deleting: Deleting): Promise<Outcome<number> | undefined> {
  const { services, signal } = deleting;
  const { conversations } = services.client.api;
  const keep = { signal, forMs: TRYING_MS_MAX };
  let count = 0;
  for (;;) {
    const page = await keepCalling(services, () => conversations.list({ limit: PAGE }), keep);
    if (!page?.ok) return page;
    if (page.value.conversations.length === 0) return { ok: true, value: count };
    const failures: (Outcome<void> | undefined)[] = [];
    await runBounded(page.value.conversations, AT_ONCE_MAX, async ({ conversation_id }) => {
      if (failures.length > 0) return;
      const removed = await keepCalling(services, () => conversations.remove(conversation_id), keep);
      if (removed?.ok || isGone(removed)) {
        await services.conversations.forget(conversation_id);
        deleting.onProgress(++count);
      } else failures.push(removed);
    });
    const [failure] = failures;
    if (failures.length > 0) return failure?.ok === false ? failure : undefined;
  }
}

/** Another page was quicker. */
function isGone(outcome: Outcome<void> | undefined): boolean {
  if (!outcome || outcome.ok || outcome.fault.kind !== 'problem') return false;
  return outcome.fault.problem.code === 'unknown_conversation';
}
