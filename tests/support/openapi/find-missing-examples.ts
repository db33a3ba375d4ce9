import { exampleOf, isSuccess, type Operation } from './document.ts';

/**
 * A sentence for each operation that cannot be tried from the document alone: each needs an example of what it has to
 * be given, or, where it needs nothing, one of anything it takes or gives.
 */
export function findMissingExamples(operations: readonly Operation[]): string[] {
  return operations.flatMap((operation) => {
    const { name, parameters, bodies } = operation;
    const required = parameters
      .filter((parameter) => parameter.required && exampleOf(parameter) === undefined)
      .map((parameter) => `${name}: its ${parameter.in} parameter ${parameter.name} has no example.`);
    const isBodyless = Object.keys(bodies).length === 0;
    if (!isBodyless && !hasExample(bodies)) required.push(`${name}: its body has no example.`);
    if (required.length > 0 || !isBodyless) return required;
    const isShown = parameters.some((parameter) => exampleOf(parameter) !== undefined) || hasReply(operation);
    return isShown ? [] : [`${name}: neither a parameter of it nor its reply has an example.`];
  });
}

function hasExample(contents: Operation['bodies']): boolean {
  return Object.values(contents).some((content) => exampleOf(content) !== undefined);
}

function hasReply({ responses }: Operation): boolean {
  return Object.entries(responses).some(
    ([status, { content }]) => isSuccess(status) && hasExample(content ?? {}),
  );
}
