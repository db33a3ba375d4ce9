import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from './local-stack/repository.ts';

const ENTRY = /^# (.+)\n#([A-Z_]+)=(.*)$/gm;
const READERS = ['npm start', 'npm run dead', 'npm test', 'docker compose', 'migrations'];
const SERVICES = ['gateway', 'generator', 'persister', 'simulator'];

interface Variable {
  name: string;
  comment: string;
  value: string;
  readers: string[];
}

const variables: Variable[] = [...read('.env.example').matchAll(ENTRY)].map(
  ([, comment = '', name = '', value = '']) => ({
    name,
    comment,
    value,
    readers: (comment.match(/Read by: (.+)\.$/)?.[1] ?? '').split(', '),
  }),
);

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

/** The variables that a schema of this file names. */
function namesIn(file: string): string[] {
  return [...read(file).matchAll(/^ +([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name);
}

function readBy(reader: string): string[] {
  return variables.filter(({ readers }) => readers.includes(reader)).map(({ name }) => name);
}

describe('.env.example', () => {
  test.each(SERVICES)('holds what the %s reads, and says so', (service) => {
    const names = new Set([...namesIn(`services/${service}/src/config.ts`), 'LOG_LEVEL']);
    expect(readBy(service).toSorted()).toEqual([...names].toSorted());
  });

  test('holds what npm start, npm test and docker compose read', () => {
    const own = globSync('deploy/local-stack/*.ts', { cwd: REPOSITORY })
      .flatMap((file) => [...read(file).matchAll(/\benv\['([A-Z_]+)'\]/g)])
      .map(([, name = '']) => name);
    const compose = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const described = variables.map(({ name }) => name);
    const needed = [...namesIn('deploy/local-stack/read-stack-options.ts'), ...own, ...compose];
    expect(needed.filter((name) => name !== 'PATH' && !described.includes(name))).toEqual([]);
  });

  test('names each variable once', () => {
    const names = variables.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(read('.env.example').match(/^#?[A-Z_]+=/gm)).toHaveLength(names.length);
  });

  test('says of each its default and who reads it', () => {
    for (const { comment, readers } of variables) {
      expect(comment).toMatch(/ Default[ :].+Read by: /);
      expect(readers.filter((reader) => ![...READERS, ...SERVICES].includes(reader))).toEqual([]);
    }
  });

  test('shows as the value what the text calls the default', () => {
    const others = variables.filter(({ comment, value }) => {
      const stated = comment.match(/ Default (\S+?)[.:,]? /)?.[1];
      return stated !== undefined && stated !== value;
    });
    expect(others).toEqual([]);
  });
});
