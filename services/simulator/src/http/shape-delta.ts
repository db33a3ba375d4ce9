import type { Call } from '../calls/call.ts';
import type { Fault } from '../plan/fault.ts';
import type { Encoder } from '../wire/encoder.ts';

const HUGE_BYTES = 10_000_000;
const HUGE_BYTES_MAX = 100_000_000;
/** Bytes that no UTF-8 text has: a lone continuation byte, an overlong form, half a surrogate pair. */
const GARBAGE_BYTES = Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0x01]);

/** What goes over the wire for one token: its frame, unless the fault changes the frames around it. */
export function shapeDelta(
  call: Call,
  encoder: Encoder,
  index: number,
  fault: Fault | undefined,
): (string | Uint8Array)[] {
  const frame = encoder.delta(index);
  if (fault?.where !== 'passing') return [frame];
  const isNext = index === fault.at;
  switch (fault.kind) {
    case 'duplicate':
      return isNext ? [frame, frame] : [frame];
    case 'swap':
      if (isNext && index + 1 < call.output.tokens.length) return [];
      return index === fault.at + 1 ? [frame, encoder.delta(fault.at)] : [frame];
    case 'json':
      return isNext ? [dataStart(frame), '\n\n', frame] : [frame];
    case 'garbage':
      return isNext ? [dataStart(frame), GARBAGE_BYTES, '\n\n', frame] : [frame];
    case 'huge':
      return isNext ? [encoder.padding(hugeBytes(fault.detail)), frame] : [frame];
  }
}

/** A frame up to the middle of its data. */
export function dataStart(frame: string): string {
  const data = frame.indexOf('{');
  return frame.slice(0, data + Math.ceil((frame.length - data) / 2));
}

function hugeBytes(detail: string | undefined): number {
  return Math.min(Number(detail ?? HUGE_BYTES) || HUGE_BYTES, HUGE_BYTES_MAX);
}
