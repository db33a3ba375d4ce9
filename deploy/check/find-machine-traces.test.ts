import { describe, expect, test } from 'vitest';
import { findMachineTraces } from './find-machine-traces.ts';

/** Put together here, as this file is looked through as well. */
const pathOf = (...parts: string[]): string => `/${parts.join('/')}`;
const hostOf = (...parts: string[]): string => parts.join('.');

const HOME = pathOf('home', 'ada', 'continuo');

describe('what ties a file to one machine', () => {
  test.each([
    ['a home', `cd ${HOME}`, HOME],
    ['a home on macOS', `open "${pathOf('Users', 'ada', 'x.txt')}"`, pathOf('Users', 'ada', 'x.txt')],
    ["root's home", `cat ${pathOf('root', '.npmrc')}`, pathOf('root', '.npmrc')],
    [
      'a registry',
      `npm view --registry=${hostOf('registry', 'npmjs', 'org')}`,
      hostOf('registry', 'npmjs', 'org'),
    ],
    [
      'a Debian mirror',
      `deb http://${hostOf('deb', 'debian', 'org')}/debian`,
      hostOf('deb', 'debian', 'org'),
    ],
    [
      'a private registry',
      `https://${hostOf('artifactory', 'corp', 'example')}/npm`,
      `https://${hostOf('artifactory', 'corp', 'example')}`,
    ],
  ])('is found: %s', (_what, text, trace) => {
    expect(findMachineTraces(`first line\n${text}\n`)).toEqual([{ line: 2, trace }]);
  });

  test.each([
    ['a path in a URL', `https://example.com${HOME}`],
    ['a relative path', 'src/root/file.ts and ./work/x'],
    ['a system folder', '/usr/bin/env bash, /var/lib/continuo, /opt/homebrew/bin'],
    ['a file that is no text', `\0${HOME}`],
  ])('is not found in %s', (_what, text) => {
    expect(findMachineTraces(text)).toEqual([]);
  });
});
