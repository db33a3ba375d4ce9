import type { RebuildReport } from './rebuild-lost.ts';

/** What a look at all unfinished tasks did, for people. */
export function describeReport(report: RebuildReport): string {
  const { unfinished, restored, completed, elsewhere, failed } = report;
  const touched = restored + completed + elsewhere + failed.length;
  const lines = [
    `${unfinished} unfinished tasks in Postgres, ${unfinished - touched} of them whole in Redis.`,
  ];
  if (restored > 0)
    lines.push(`${restored} were gone from Redis and are put back; generators continue them.`);
  if (completed > 0) lines.push(`${completed} had lost their end in Redis and are whole again.`);
  if (elsewhere > 0) lines.push(`${elsewhere} ended meanwhile, or somebody else was putting them back.`);
  for (const { taskId, reason } of failed) lines.push(`${taskId} could not be put back: ${reason}`);
  return lines.join('\n');
}
