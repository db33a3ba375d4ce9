/** The part of package-lock.json that is looked at. */
export interface LockFile {
  packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/**
 * Packages that the lock file promises and does not hold. npm leaves out without a word what its registry does
 * not have for some platform; the next `npm ci` then fails, also where the lock file was made.
 */
export function findMissingPackages(lock: LockFile): string[] {
  const held = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)));
  return Object.values(lock.packages)
    .flatMap(({ optionalDependencies }) => Object.entries(optionalDependencies ?? {}))
    .filter(([name]) => !held.has(name))
    .map(([name, version]) => `${name}@${version}`);
}
