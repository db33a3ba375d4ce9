CREATE TYPE "public"."batch_line_status" AS ENUM('waiting', 'running', 'completed', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "deleted_conversations" (
	"owner" text NOT NULL,
	"id" text NOT NULL,
	"deleted_at" bigint NOT NULL,
	"tasks" text,
	CONSTRAINT "deleted_conversations_owner_id_pk" PRIMARY KEY("owner","id")
);
--> statement-breakpoint
DROP INDEX "batch_lines_waiting";--> statement-breakpoint
DROP INDEX "batches_running";--> statement-breakpoint
DROP INDEX "conversations_newest";--> statement-breakpoint
DROP INDEX "batches_newest";--> statement-breakpoint
ALTER TABLE "batch_lines" ADD COLUMN "cacheable" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "batch_lines" ADD COLUMN "status" "batch_line_status" DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "accepted_at" bigint;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "input_sha256" text;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "running" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "completed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "cached" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "failed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "cancelled" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "input_tokens" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "output_tokens" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "cost_usd" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "unpriced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "batch_lines_by_status" ON "batch_lines" USING btree ("batch_id","status","line");--> statement-breakpoint
CREATE INDEX "batches_open" ON "batches" USING btree ("owner") WHERE "batches"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "batches_of_key" ON "batches" USING btree ("owner","idempotency_key") WHERE "batches"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX "chat_tasks_by_origin" ON "chat_tasks" USING btree ("origin_task_id","created_at","id") WHERE "chat_tasks"."origin_task_id" is not null;--> statement-breakpoint
CREATE INDEX "conversations_listed" ON "conversations" USING btree ("owner","pinned","updated_at","id") WHERE "conversations"."batch_id" is null;--> statement-breakpoint
CREATE INDEX "batches_newest" ON "batches" USING btree ("owner","id");