import { ProviderFailure } from './provider.ts';

/** Events are missing in a stream, or come too late to be taken in their place. */
export class MissingEvents extends ProviderFailure {
  constructor(number: number, last: number) {
    super('provider_interrupted', `event ${number} came behind event ${last}`);
    this.name = 'MissingEvents';
  }
}

/**
 * The events of one connection in the order of their numbers: one that came before is dropped, and a hole breaks the
 * stream off, so that it is attached to again behind what is stored. Servers that number nothing are read as they
 * send.
 *
 * @param after the number behind which the stream is to begin; undefined: wherever the server begins
 */
export async function* orderEvents<Event extends { sequence_number?: number }>(
  events: AsyncIterable<Event>,
  after?: number,
): AsyncIterable<Event> {
  let last = after;
  for await (const event of events) {
    const { sequence_number: number } = event;
    if (typeof number === 'number') {
      if (last !== undefined && number <= last) continue;
      if (last !== undefined && number > last + 1) throw new MissingEvents(number, last);
      last = number;
    }
    yield event;
  }
}
