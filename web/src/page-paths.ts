/**
 * The pages that have an address: the module of each, and its paths. The build writes an HTML file for each of them,
 * in which what that page needs is fetched beside the frame instead of behind it (plugins/write-pages.ts).
 */
export const PAGE_PATHS = {
  'chat/chat-page.tsx': ['/', '/c/:conversation'],
  'tasks/list/tasks-page.tsx': ['/tasks'],
  'tasks/detail/task-page.tsx': ['/tasks/:task'],
  'batches/batches-page.tsx': ['/batches'],
  'batches/new/new-batch-page.tsx': ['/batches/new'],
  'batches/batch-page.tsx': ['/batches/:batch'],
  'stats/stats-page.tsx': ['/stats'],
  'settings/settings-page.tsx': ['/settings/:section?'],
} satisfies Record<string, string[]>;
