import { getStatus } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import type { ChatPage } from './drive-chat.ts';
import { MODEL } from './expect-answer.ts';
import type { App } from './use-app.ts';

/** An answer whose second half comes when it is let go: what is done in its middle is, on machines of any speed. */
export const HELD = `${MODEL},hold=100`;

/** Waits until all that comes before the hold is on the page. */
export async function waitUntilHeld({ stack, url }: App, chat: ChatPage, prompt: string): Promise<void> {
  await eventually(
    () => stack.simulator.readLedger({ prompt }),
    ({ calls }) => {
      const call = calls.at(-1);
      return call?.output_tokens === Number(/hold=(\d+)/.exec(call?.requested_model ?? '')?.[1]);
    },
  );
  const taskId = await eventually(chat.taskId, (id) => id !== '');
  await eventually(
    async () => [(await getStatus(url, taskId)).seq, await chat.lastSeq()],
    ([stored, shown]) => stored === shown,
  );
}

/** Lets it go on, and whatever else is asked with these words. */
export async function letGo({ stack }: App, prompt: string): Promise<void> {
  await stack.simulator.release(prompt);
}
