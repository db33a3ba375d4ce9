/** A turn that was accepted, as plain data. */
export interface SavedTurn {
  key: string;
  taskId: string;
  parent: string | null;
  prompt: string;
  provider: string;
  model: string;
  createdAt: number;
}
