-- A tsvector holds 1 MB at most, and what is longer fails the statement that stores it. The worst text has letters of
-- four bytes and no word twice; as much of it as is searched from now on stays below that.
alter table chat_tasks drop column search;
--> statement-breakpoint
alter table chat_tasks add column search tsvector
  generated always as (case when answer is not null
    then to_tsvector('simple', left(prompt, 40000) || ' ' || left(answer, 80000)) end) stored;
--> statement-breakpoint
create index chat_tasks_search on chat_tasks using gin (search);
