import { Pane } from '../pane.tsx';
import { words } from '../words.ts';
import { BrowserCacheSetting } from './browser-cache-setting.tsx';
import { DeleteSetting } from './delete-setting.tsx';
import { ExportSetting } from './export-setting.tsx';

/** What is kept, on the server and here, and how to have it or be rid of it. */
export function DataPane() {
  return (
    <Pane title={words().sections.data} text={words().dataMeaning}>
      <ExportSetting />
      <BrowserCacheSetting />
      <DeleteSetting />
    </Pane>
  );
}
