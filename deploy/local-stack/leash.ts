import { spawn } from 'node:child_process';

/**
 * Ends what this process started when this process is killed with -9 and cannot do it itself: a shell that waits
 * for the end of its input, which only then comes, asks every process it was told of to stop, and kills
 * those that have not stopped after GRACE_S.
 */
export interface Leash {
  hold: (pid: number, signal: NodeJS.Signals) => void;
  drop: (pid: number) => void;
  /** Ends the shell. Everything must have been dropped. */
  close: () => void;
}

const GRACE_S = 10;

const SCRIPT = `
held=
while read -r verb pid signal; do
  others=
  for pair in $held; do [ "\${pair#*:}" = "$pid" ] || others="$others $pair"; done
  [ "$verb" = hold ] && others="$others $signal:$pid"
  held=$others
done
[ -n "$held" ] || exit 0
for pair in $held; do kill -s "\${pair%:*}" "\${pair#*:}"; done 2>/dev/null
tries=${GRACE_S}
while [ "$tries" -gt 0 ]; do
  alive=
  for pair in $held; do kill -0 "\${pair#*:}" && alive=1; done 2>/dev/null
  [ -n "$alive" ] || exit 0
  sleep 1
  tries=$((tries - 1))
done
for pair in $held; do kill -s KILL "\${pair#*:}"; done 2>/dev/null
`;

export function makeLeash(): Leash {
  // Detached: a Ctrl-C in the terminal or a kill of the process group must not reach it.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.unref();
  // The shell gone is the leash gone, no more: the next start on the same folder ends what is left.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  const tell = (line: string): void => {
    shell.stdin.write(`${line}\n`);
  };
  return {
    hold: (pid, signal) => tell(`hold ${pid} ${signal.replace('SIG', '')}`),
    drop: (pid) => tell(`drop ${pid} -`),
    close: () => shell.stdin.end(),
  };
}
