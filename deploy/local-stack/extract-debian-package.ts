import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

/**
 * Downloads a Debian package, with what it needs and this machine lacks, and unpacks it into a folder of ours:
 * no root is needed, and nothing is installed, configured or started on the machine.
 *
 * @param folder comes into being only when all is in it
 */
export async function extractDebianPackage(name: string, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  const files = join(work, 'files');
  try {
    for (const part of ['lists/partial', 'cache/archives/partial', 'files']) {
      mkdirSync(join(work, part), { recursive: true });
    }
    await run('apt-get', [...privateState(work), 'update']);
    await run('apt-get', [
      ...privateState(work),
      '--yes',
      '--no-install-recommends',
      '--download-only',
      'install',
      name,
    ]);
    const archives = join(work, 'cache/archives');
    for (const archive of readdirSync(archives).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg-deb', ['--extract', join(archives, archive), files]);
    }
    renameSync(files, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function privateState(work: string): string[] {
  return [
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting]);
}

async function run(command: string, args: string[]): Promise<void> {
  const { isDone, output } = await runCommand(command, args);
  if (isDone) return;
  const reason = output.split('\n').findLast((line) => /^E:|error/i.test(line)) ?? output.trim();
  throw new StackFault(`${command} failed: ${reason}`);
}
