import { Route } from '@solidjs/router';
import { ChatPage } from './chat/chat-page.tsx';
import { lazyPage } from './lazy-page.ts';

const TasksPage = lazyPage(async () => (await import('./tasks/list/tasks-page.tsx')).TasksPage);
const BatchesPage = lazyPage(async () => (await import('./batches/batches-page.tsx')).BatchesPage);
const NewBatchPage = lazyPage(async () => (await import('./batches/new/new-batch-page.tsx')).NewBatchPage);
const BatchPage = lazyPage(async () => (await import('./batches/batch-page.tsx')).BatchPage);
const TaskPage = lazyPage(async () => (await import('./tasks/detail/task-page.tsx')).TaskPage);
const StatsPage = lazyPage(async () => (await import('./stats/stats-page.tsx')).StatsPage);
const MissingPage = lazyPage(async () => (await import('./shell/missing-page.tsx')).MissingPage);
const SettingsPage = lazyPage(async () => (await import('./settings/settings-page.tsx')).SettingsPage);

/** Every page that has an address. All but the chat are fetched when they are first gone to. */
export function Routes() {
  return (
    <>
      <Route path={['/', '/c/:conversation']} component={ChatPage} />
      <Route path="/tasks" component={TasksPage} />
      <Route path="/tasks/:task" component={TaskPage} />
      <Route path="/batches" component={BatchesPage} />
      <Route path="/batches/new" component={NewBatchPage} />
      <Route path="/batches/:batch" component={BatchPage} />
      <Route path="/stats" component={StatsPage} />
      <Route path="/settings/:section?" component={SettingsPage} />
      <Route path="*" component={MissingPage} />
    </>
  );
}
