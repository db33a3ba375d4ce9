ALTER TABLE "chat_tasks" ADD COLUMN "log_deleted_at" bigint;--> statement-breakpoint
CREATE INDEX "chat_tasks_over" ON "chat_tasks" USING btree ("finished_at") WHERE "chat_tasks"."finished_at" is not null;--> statement-breakpoint
CREATE INDEX "chat_tasks_over_with_log" ON "chat_tasks" USING btree ("finished_at") WHERE "chat_tasks"."finished_at" is not null and "chat_tasks"."log_deleted_at" is null;--> statement-breakpoint
CREATE INDEX "conversations_unused" ON "conversations" USING btree ("updated_at") WHERE "conversations"."batch_id" is null and not "conversations"."pinned";