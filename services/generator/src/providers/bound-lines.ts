import { ProviderFailure } from './provider.ts';

/**
 * The longest line that is read, in bytes: an event holds at most a whole answer. SDKs join a line from its pieces at
 * a cost that grows with its square, on the thread that serves all other answers too.
 */
export const LINE_BYTES_MAX = 4 * 1024 * 1024;

const LINE_FEED = 10;

/** `fetch` for an SDK, whose responses fail at a line that is longer than the bound. */
export async function fetchLines(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (!response.body) return response;
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(boundLines()), { status, statusText, headers });
}

function boundLines(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let lineBytes = 0;
  return new TransformStream({
    transform: (bytes, controller) => {
      const end = bytes.lastIndexOf(LINE_FEED);
      lineBytes = end === -1 ? lineBytes + bytes.length : bytes.length - end - 1;
      if (lineBytes > LINE_BYTES_MAX) {
        throw new ProviderFailure('provider_malformed', `a line is longer than ${LINE_BYTES_MAX} bytes`);
      }
      controller.enqueue(bytes);
    },
  });
}
