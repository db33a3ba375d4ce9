import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Programs downloaded for this clone alone. */
export const PROGRAMS_FOLDER = join(REPOSITORY, '.data/programs');
