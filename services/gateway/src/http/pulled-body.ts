/**
 * A response body that is made as fast as it is read, and no faster. Fails, and with it the connection, where a piece
 * cannot be made: an end is only ever the end. So it does when the reader takes nothing for `stallMs`.
 */
export function makePulledBody(pieces: AsyncIterable<string>, stallMs: number): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        const next = await iterator.next();
        if (next.done) {
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(next.value));
        stalled = setTimeout(() => {
          controller.error(new Error('the reader takes nothing'));
          void iterator.return?.();
        }, stallMs);
      },
      async cancel() {
        clearTimeout(stalled);
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
