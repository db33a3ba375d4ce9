import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from './local-stack/repository.ts';

interface ComposeService {
  command?: string | string[];
  build?: { args: { SERVICE: string } };
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}

/** The linter's own types do not resolve. */
interface LintedFile {
  messages: { type: string; message: string }[];
}

const COMPOSE_FILE = join(REPOSITORY, 'docker-compose.yml');
const { services } = parse(readFileSync(COMPOSE_FILE, 'utf8')) as {
  services: Record<string, ComposeService>;
};

describe('docker-compose.yml', () => {
  test('follows the schema and the rules of its linter', () => {
    const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
    const errors = linter
      .lintFiles([COMPOSE_FILE], false)
      .flatMap(({ messages }: LintedFile) => messages.filter(({ type }) => type === 'error'));
    expect(errors).toEqual([]);
  });

  test('builds an image for each service of the repository', () => {
    const built = Object.values(services).flatMap(({ build }) => build?.args.SERVICE ?? []);
    expect([...new Set(built)].toSorted()).toEqual(readdirSync(join(REPOSITORY, 'services')).toSorted());
  });

  test('runs Redis so that nothing acknowledged is lost (invariant 1)', () => {
    const settings = services['redis']?.command;
    expect(settings).toContain('--appendonly yes');
    expect(settings).toContain('--appendfsync always');
    expect(settings).toContain('--maxmemory-policy noeviction');
  });

  test('gives provider keys to generators only', () => {
    const holders = Object.entries(services).filter(([, { environment }]) =>
      Object.keys(environment ?? {}).some((name) => name.endsWith('_API_KEY')),
    );
    expect(holders.map(([name]) => name)).toEqual(['generator']);
  });

  test('lets a service start only when what it waits for can say that it is ready', () => {
    for (const { depends_on: needed } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(needed ?? {})) {
        const isHealthy = condition === 'service_healthy' && services[name]?.healthcheck !== undefined;
        expect(isHealthy || condition === 'service_completed_successfully').toBe(true);
      }
    }
  });
});

describe('service.Dockerfile', () => {
  const text = readFileSync(join(REPOSITORY, 'deploy/service.Dockerfile'), 'utf8');

  test('is a valid Dockerfile', () => {
    expect(validate(text)).toEqual([]);
  });

  test('does not run the service as root', () => {
    expect(text.match(/^USER (.+)$/m)?.[1]).toBe('node');
  });

  test('copies the manifest of every workspace, without which npm ci would refuse', () => {
    const folders = readdirSync(join(REPOSITORY, 'services')).map((name) => `services/${name}`);
    for (const workspace of [...folders, 'shared', 'web', 'deploy', 'tests']) {
      expect(text).toContain(`COPY ${workspace}/package.json ${workspace}/\n`);
    }
  });
});
