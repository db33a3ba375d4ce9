import Download from 'lucide-solid/icons/download';
import { createSignal, onCleanup } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { useServices } from '../../services.ts';
import { readWholeLog } from './read-log.ts';
import { words } from './words.ts';

/** The whole log as one file: all pages of the API's history, however long it is. */
export function DownloadButton(props: { taskId: string }) {
  const services = useServices();
  const [isReading, setReading] = createSignal(false);
  const life = new AbortController();
  onCleanup(() => life.abort());

  const download = async (): Promise<void> => {
    setReading(true);
    const entries = await readWholeLog(services, props.taskId, life.signal);
    setReading(false);
    if (life.signal.aborted) return;
    if (entries) saveFile(`${props.taskId}.json`, JSON.stringify(entries, null, 2));
    else services.toasts.show(words().downloadFailed);
  };
  return (
    <Button
      icon={Download}
      label={words().download}
      onClick={() => void download()}
      isDisabled={isReading()}
      testId="download-log"
    />
  );
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
