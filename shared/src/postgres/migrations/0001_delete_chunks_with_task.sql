-- What `on delete cascade` would do for chat_chunks, without a foreign key's check of each inserted row.
create function delete_chunks_of_tasks() returns trigger language plpgsql as $$
begin
  delete from chat_chunks using deleted_tasks where chat_chunks.task_id = deleted_tasks.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger delete_chunks_with_task after delete on chat_tasks
  referencing old table as deleted_tasks for each statement execute function delete_chunks_of_tasks();
