import Download from 'lucide-solid/icons/download';
import { Button } from '../../controls/button.tsx';
import { useServices } from '../../services.ts';
import { Setting } from '../setting.tsx';
import { words } from '../words.ts';
import { collectConversations } from './collect-conversations.ts';
import { createJob } from './create-job.ts';
import { JobLine } from './job-line.tsx';

export function ExportSetting() {
  const services = useServices();
  const job = createJob(
    (context) => collectConversations({ services, ...context }),
    (file) => downloadFile(file, `continuo-${new Date().toISOString().slice(0, 10)}.jsonl`),
  );
  return (
    <Setting label={words().exportAll} hint={words().exportAllMeaning} testId="export">
      {() => (
        <>
          <Button
            label={words().exportAllAction}
            icon={Download}
            isDisabled={job.state().kind === 'running'}
            onClick={job.start}
            testId="export-all"
          />
          <JobLine job={job} running={words().exporting} done={words().exported} />
        </>
      )}
    </Setting>
  );
}

function downloadFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun with the click, and holds on to the file itself.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
