import { exampleOf, type Operation } from './document.ts';

export interface ExampleRequest {
  /** Of a URL: path and query. */
  target: string;
  headers: Record<string, string>;
  body: string | null;
}

/**
 * The requests that an operation's examples make: one for each kind of body that has one.
 *
 * @param realIds what to put in the place of the ids of the examples
 */
export function exampleRequests(
  operation: Operation,
  realIds: ReadonlyMap<string, string>,
): ExampleRequest[] {
  const given = operation.parameters.flatMap((parameter) => {
    const example = exampleOf(parameter);
    return example === undefined ? [] : [{ ...parameter, value: makeReal(asText(example), realIds) }];
  });
  const valuesIn = (place: string): [string, string][] =>
    given.filter((parameter) => parameter.in === place).map(({ name, value }) => [name, value]);

  let path = operation.path;
  for (const [name, value] of valuesIn('path')) path = path.replace(`{${name}}`, encodeURIComponent(value));
  const query = new URLSearchParams(valuesIn('query')).toString();
  const target = query === '' ? path : `${path}?${query}`;
  const headers = Object.fromEntries(valuesIn('header'));

  const bodies = Object.entries(operation.bodies).flatMap(([type, content]) => {
    const example = exampleOf(content);
    if (example === undefined) return [];
    const body = makeReal(asText(example), realIds);
    return [{ target, headers: { ...headers, 'Content-Type': type }, body }];
  });
  return bodies.length > 0 ? bodies : [{ target, headers, body: null }];
}

function asText(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example);
}

function makeReal(text: string, realIds: ReadonlyMap<string, string>): string {
  let real = text;
  for (const [example, id] of realIds) real = real.replaceAll(example, id);
  return real;
}
