/** `sysexits.h` EX_CONFIG: the service says that its configuration is wrong, so that starting it again will not help. */
const EXIT_CONFIG = 78;

/** A process that lived this long was well; its next death counts as the first again. */
const WELL_AFTER_MS = 30_000;
const FIRST_DELAY_MS = 100;
const RESTART_DELAY_MS_MAX = 5_000;

/** How a process ended. */
export interface Death {
  code: number | null;
  signal: NodeJS.Signals | null;
  livedMs: number;
}

export type GivingUp = 'never_started' | 'bad_configuration' | 'restart_off';

export type AfterDeath =
  | { action: 'restart'; delayMs: number; earlyDeaths: number }
  | { action: 'give_up'; cause: GivingUp };

/**
 * @param hasBeenReady whether it ever was, in this or an earlier life
 * @param earlyDeaths how often it has died in a row without having been well in between
 * @param delayMsMax longest pause before it is started again
 */
export function decideAfterDeath(
  death: Death,
  hasBeenReady: boolean,
  earlyDeaths: number,
  restart: boolean,
  delayMsMax: number = RESTART_DELAY_MS_MAX,
): AfterDeath {
  if (death.code === EXIT_CONFIG) return { action: 'give_up', cause: 'bad_configuration' };
  if (!hasBeenReady) return { action: 'give_up', cause: 'never_started' };
  if (!restart) return { action: 'give_up', cause: 'restart_off' };
  const inARow = death.livedMs >= WELL_AFTER_MS ? 0 : earlyDeaths;
  return { action: 'restart', delayMs: restartDelayMs(inARow, delayMsMax), earlyDeaths: inARow + 1 };
}

/** At once after the first death, then longer and longer. */
function restartDelayMs(earlyDeaths: number, delayMsMax: number): number {
  if (earlyDeaths === 0) return 0;
  return Math.min(delayMsMax, FIRST_DELAY_MS * 2 ** (earlyDeaths - 1));
}
