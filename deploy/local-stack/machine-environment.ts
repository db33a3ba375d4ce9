import type { Environment } from './plan-services.ts';

/** What any program needs to run on this machine and to reach others. */
const MACHINE =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TERM|NODE_\w+|SSL_CERT_\w+|(https?|no|all)_proxy)$/i;

/** The part of an environment that is about the machine and not about us. */
export function machineEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => MACHINE.test(name)));
}
