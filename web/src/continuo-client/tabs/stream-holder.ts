/** Sees to it that somebody holds the streams that a tab wants: the tab itself, or another one for it. */
export interface StreamHolder {
  /** The tab wants something else now. */
  update: () => void;
  describe: () => HolderState;
  close: () => void;
}

export interface HolderState {
  /** This tab holds the streams. */
  isLeader: boolean;
  /** How many it holds. */
  streams: number;
}
