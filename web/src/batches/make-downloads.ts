import Download from 'lucide-solid/icons/download';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import type { MenuAction } from '../controls/menu.tsx';
import { useServices } from '../services.ts';
import { words } from './words.ts';

/** The files that a batch can give: of one that goes on, what there is so far. */
export function makeDownloads(): (batch: BatchReply) => MenuAction[] {
  const { batches } = useServices().client.api;
  return ({ batch_id: id, finished_at: finishedAt }) => {
    const isPartial = finishedAt === null;
    const partial = isPartial ? ({ partial: 'true' } as const) : {};
    const { downloadResults, downloadPartial, downloadOpenAi, downloadPartialOpenAi } = words();
    return [
      {
        label: isPartial ? downloadPartial : downloadResults,
        icon: Download,
        onSelect: () => download(batches.resultsUrl(id, partial)),
        testId: 'download',
      },
      {
        label: isPartial ? downloadPartialOpenAi : downloadOpenAi,
        icon: Download,
        onSelect: () => download(batches.resultsUrl(id, { ...partial, format: 'openai' })),
        testId: 'download-openai',
      },
    ];
  };
}

/** The service names the file. */
function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
