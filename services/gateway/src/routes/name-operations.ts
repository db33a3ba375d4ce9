/** Operations by method, by path. */
type Paths = Record<string, object>;

/**
 * Gives each operation the name by which generated clients call it, made of what is unique anyway: `GET
 * /api/batches/{batch_id}/lines` is `get_batches_batch_id_lines`.
 */
export function nameOperations(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          { operationId: nameOperation(method, path), ...(operation as object) },
        ]),
      ),
    ]),
  );
}

function nameOperation(method: string, path: string): string {
  const words = path.match(/[a-z0-9]+/g) ?? [];
  return [method, ...words.filter((word) => word !== 'api')].join('_');
}
