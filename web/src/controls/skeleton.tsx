/** Lines where text will be. Not before 300 ms: what comes at once should not be announced by a flicker. */
export function Skeleton() {
  return (
    <div class="skeleton flex flex-col gap-3 py-2" aria-hidden="true">
      <div class="h-4 w-3/4 rounded-[4px] bg-panel" />
      <div class="h-4 w-11/12 rounded-[4px] bg-panel" />
      <div class="h-4 w-1/2 rounded-[4px] bg-panel" />
    </div>
  );
}
