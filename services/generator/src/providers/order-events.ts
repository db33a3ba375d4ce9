import { ProviderFailure } from './provider.ts';

/**
 * The events of one connection in the order of their numbers: one that came before is dropped, and a hole breaks the
 * stream off, so that it is attached to again behind what is stored. Where the numbers begin is the server's matter.
 * Servers that number nothing are read as they send.
 */
export async function* orderEvents<Event extends { sequence_number?: number }>(
  events: AsyncIterable<Event>,
): AsyncIterable<Event> {
  let last: number | undefined;
  for await (const event of events) {
    const { sequence_number: number } = event;
    if (typeof number === 'number') {
      if (last !== undefined && number <= last) continue;
      if (last !== undefined && number > last + 1) {
        throw new ProviderFailure('provider_interrupted', `event ${number} came behind event ${last}`);
      }
      last = number;
    }
    yield event;
  }
}
