CREATE TYPE "public"."batch_status" AS ENUM('running', 'paused', 'cancelled', 'completed');--> statement-breakpoint
CREATE TABLE "batch_lines" (
	"batch_id" text NOT NULL,
	"line" integer NOT NULL,
	"custom_id" text,
	"request" text NOT NULL,
	"task_id" text,
	"runs" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "batch_lines_batch_id_line_pk" PRIMARY KEY("batch_id","line")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"status" "batch_status" NOT NULL,
	"concurrency" integer NOT NULL,
	"total" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);
--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "parent_task_id" text;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "origin_task_id" text;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "batch_line" integer;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "worker" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "system" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "pinned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "batch_lines" ADD CONSTRAINT "batch_lines_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_lines_waiting" ON "batch_lines" USING btree ("batch_id","line") WHERE "batch_lines"."task_id" is null;--> statement-breakpoint
CREATE INDEX "batches_newest" ON "batches" USING btree ("owner","created_at","id");--> statement-breakpoint
CREATE INDEX "batches_running" ON "batches" USING btree ("id") WHERE "batches"."status" = 'running';--> statement-breakpoint
CREATE INDEX "chat_tasks_by_worker" ON "chat_tasks" USING btree ("owner","worker","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_batch" ON "chat_tasks" USING btree ("batch_id","batch_line") WHERE "chat_tasks"."batch_id" is not null;--> statement-breakpoint
CREATE INDEX "chat_tasks_without_answer" ON "chat_tasks" USING btree ("id") WHERE "chat_tasks"."answer" is null and "chat_tasks"."status" in ('completed', 'failed', 'cancelled');