import { Route } from '@solidjs/router';
import { lazyPart } from './lazy-part.ts';
import { PAGE_PATHS } from './page-paths.ts';

export const ChatPage = lazyPart(async () => (await import('./chat/chat-page.tsx')).ChatPage);
const TasksPage = lazyPart(async () => (await import('./tasks/list/tasks-page.tsx')).TasksPage);
const BatchesPage = lazyPart(async () => (await import('./batches/batches-page.tsx')).BatchesPage);
const NewBatchPage = lazyPart(async () => (await import('./batches/new/new-batch-page.tsx')).NewBatchPage);
const BatchPage = lazyPart(async () => (await import('./batches/batch-page.tsx')).BatchPage);
const TaskPage = lazyPart(async () => (await import('./tasks/detail/task-page.tsx')).TaskPage);
const StatsPage = lazyPart(async () => (await import('./stats/stats-page.tsx')).StatsPage);
const MissingPage = lazyPart(async () => (await import('./shell/missing-page.tsx')).MissingPage);
const SettingsPage = lazyPart(async () => (await import('./settings/settings-page.tsx')).SettingsPage);

/** Every page that has an address; each is fetched when it is first gone to. */
export function Routes() {
  return (
    <>
      <Route path={PAGE_PATHS['chat/chat-page.tsx']} component={ChatPage} />
      <Route path={PAGE_PATHS['tasks/list/tasks-page.tsx']} component={TasksPage} />
      <Route path={PAGE_PATHS['tasks/detail/task-page.tsx']} component={TaskPage} />
      <Route path={PAGE_PATHS['batches/batches-page.tsx']} component={BatchesPage} />
      <Route path={PAGE_PATHS['batches/new/new-batch-page.tsx']} component={NewBatchPage} />
      <Route path={PAGE_PATHS['batches/batch-page.tsx']} component={BatchPage} />
      <Route path={PAGE_PATHS['stats/stats-page.tsx']} component={StatsPage} />
      <Route path={PAGE_PATHS['settings/settings-page.tsx']} component={SettingsPage} />
      <Route path="*" component={MissingPage} />
    </>
  );
}
