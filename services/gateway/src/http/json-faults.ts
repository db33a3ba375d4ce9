import { JSON_DEPTH_MAX } from '@continuo/shared/protocol/limits';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import { jsonPointer } from './json-pointer.ts';

/** Strings, and the marks that give a JSON text its structure. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

interface OpenValue {
  /** Names seen so far; undefined in an array. */
  names: Set<string> | undefined;
  /** The name or the index of the member that the scan is in. */
  member: string | number;
  expectsName: boolean;
}

/**
 * What JSON.parse lets through in a text that it takes: names that come twice, of which it keeps the last, and
 * nesting beyond JSON_DEPTH_MAX, on which later code could break.
 */
export function findJsonFaults(text: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const open: OpenValue[] = [];
  for (const [token] of text.matchAll(TOKENS)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') {
      const isObject = token === '{';
      open.push({ names: isObject ? new Set() : undefined, member: 0, expectsName: isObject });
      if (open.length > JSON_DEPTH_MAX) {
        return [{ pointer: pointerTo(open.slice(0, -1)), detail: `nested deeper than ${JSON_DEPTH_MAX}` }];
      }
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',') {
      if (inside?.names) inside.expectsName = true;
      else if (inside) inside.member = Number(inside.member) + 1;
    } else if (inside?.names && inside.expectsName) {
      inside.member = JSON.parse(token) as string;
      inside.expectsName = false;
      if (inside.names.has(inside.member)) {
        faults.push({ pointer: pointerTo(open), detail: 'the name comes twice' });
      }
      inside.names.add(inside.member);
    }
  }
  return faults;
}

function pointerTo(open: readonly OpenValue[]): string {
  return jsonPointer(open.map(({ member }) => member));
}
