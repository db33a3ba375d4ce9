-- What people search in: the titles of conversations, and the turns that are over. A running turn has no answer yet and
-- costs nothing. A tsvector holds at most 1 MB, so that only the beginning of a very long text is found.
alter table conversations add column search tsvector
  generated always as (to_tsvector('simple', left(title, 1000))) stored;
--> statement-breakpoint
create index conversations_search on conversations using gin (search);
--> statement-breakpoint
alter table chat_tasks add column search tsvector
  generated always as (case when answer is not null
    then to_tsvector('simple', left(prompt, 100000) || ' ' || left(answer, 200000)) end) stored;
--> statement-breakpoint
create index chat_tasks_search on chat_tasks using gin (search);
