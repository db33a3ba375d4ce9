const END_CHARS = 6;

/** `t0…4f5061`: the digits at the end are those in which ids of one moment differ. */
export function shortenId(id: string): string {
  return `${id.slice(0, id.indexOf('_'))}…${id.slice(-END_CHARS)}`;
}
