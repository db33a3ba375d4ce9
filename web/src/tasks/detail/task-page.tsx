import { useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { withQueries } from '../../queries.tsx';
import { TaskScreen } from './task-screen.tsx';

/** `/tasks/:task?tab=&ev=&in=`: one task, whole. */
export const TaskPage = withQueries(() => {
  const params = useParams();
  return (
    <Show when={params['task']} keyed>
      {(taskId) => <TaskScreen taskId={taskId} />}
    </Show>
  );
});
