-- A running task's row is rewritten with each flush. With room on its page that touches no index (HOT).
alter table chat_tasks set (fillfactor = 60);
