import { useServices } from '../../services.ts';

/** The only two places of the page that are spoken by themselves. */
export function LiveRegions() {
  const { announcer } = useServices();
  return (
    <>
      <div id="sr-status" role="status" class="sr-only">
        {announcer.status()}
      </div>
      <div id="sr-alert" role="alert" class="sr-only">
        {announcer.alert()}
      </div>
    </>
  );
}
