import { checkInput, type CheckReply, type CheckRequest } from './check-input.ts';

/** Checks inputs beside the page, which would else stand still over large ones. */
addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => void answer(data));

async function answer({ id, input, form }: CheckRequest): Promise<void> {
  const reply: CheckReply = { id, ...(await checkInput(input, form)) };
  postMessage(reply);
}
