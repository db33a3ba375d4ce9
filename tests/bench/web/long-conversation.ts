import { generate, oneTo, readToTheEnd } from '../../support/api.ts';
import type { TestStack } from '../../support/test-stack.ts';

/** As many as the page gets at once. */
export const TURNS = 30;
const TOKENS_A_TURN = 1_667;

/** Where something can be said in a conversation. */
export interface Place {
  conversationId: string;
  lastTaskId: string;
}

/** @returns the end of a conversation of 50,000 tokens */
export async function makeLongConversation({ url }: TestStack): Promise<Place> {
  let place: Place | undefined;
  for (const n of oneTo(TURNS)) {
    const model = `sim-writer@tps=0,tokens=${TOKENS_A_TURN}`;
    const reply = await generate(url, {
      prompt: `Part ${n}, please.`,
      model,
      provider: 'simulator',
      ...placeOf(place),
    });
    await readToTheEnd([url], reply.task_id);
    place = { conversationId: reply.conversation_id, lastTaskId: reply.task_id };
  }
  if (!place) throw new Error('nothing was said');
  return place;
}

/** For a request that says the next thing there. */
export function placeOf(place: Place | undefined): { conversation_id?: string; parent_task_id?: string } {
  return place ? { conversation_id: place.conversationId, parent_task_id: place.lastTaskId } : {};
}
