import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line that a service wrote. */
export interface LogLine {
  service: string;
  pid: number;
  level: string;
  message: string;
  time: string;
  /** The line as it is. */
  raw: string;
}

/** What the services of a stack said that is more than information, and how their work on tasks ended. */
export function readServiceLogs(dataDir: string): LogLine[] {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder)
    .filter((name) => /^(gateway|generator|persister|simulator|naive)-\d+\.log/.test(name))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .flatMap(parseLine);
}

function parseLine(raw: string): LogLine[] {
  if (!raw.startsWith('{')) return raw.trim() === '' ? [] : [{ ...NOT_JSON, raw }];
  try {
    const line = JSON.parse(raw) as {
      service: string;
      pid: number;
      level: string;
      msg: string;
      time: string;
    };
    const { service, pid, level, msg, time } = line;
    return level === 'info' && msg !== 'work ended' ? [] : [{ service, pid, level, message: msg, time, raw }];
  } catch {
    // A process that was killed has left half a line.
    return [];
  }
}

/** What Node itself prints when a process dies of a defect. */
const NOT_JSON: Omit<LogLine, 'raw'> = { service: '', pid: 0, level: 'plain', message: 'no JSON', time: '' };
