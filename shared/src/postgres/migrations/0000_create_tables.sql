CREATE TYPE "public"."task_status" AS ENUM('queued', 'running', 'completed', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "chat_chunks" (
	"task_id" text NOT NULL,
	"seq" integer NOT NULL,
	"incarnation" integer NOT NULL,
	"epoch" integer NOT NULL,
	"at" bigint NOT NULL,
	"chunk_id" integer NOT NULL,
	"text" text NOT NULL,
	"provider_cursor" text,
	CONSTRAINT "chat_chunks_task_id_seq_pk" PRIMARY KEY("task_id","seq")
);
--> statement-breakpoint
CREATE TABLE "chat_tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"conversation_id" text NOT NULL,
	"request" text NOT NULL,
	"request_hash" text NOT NULL,
	"prompt" text NOT NULL,
	"created_at" bigint NOT NULL,
	"seq" integer NOT NULL,
	"incarnation" integer NOT NULL,
	"epoch" integer NOT NULL,
	"status" "task_status" NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"cached" boolean NOT NULL,
	"source_task_id" text,
	"attempts" integer NOT NULL,
	"cancel_requested" boolean NOT NULL,
	"chunks_count" integer NOT NULL,
	"started_at" bigint,
	"first_chunk_at" bigint,
	"finished_at" bigint,
	"finish_reason" text,
	"input_tokens" integer,
	"cached_input_tokens" integer,
	"output_tokens" integer,
	"reasoning_tokens" integer,
	"usage_estimated" boolean,
	"cost_usd" double precision,
	"error_code" text,
	"error_message" text
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"owner" text NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "conversations_owner_id_pk" PRIMARY KEY("owner","id")
);
--> statement-breakpoint
CREATE TABLE "task_events" (
	"task_id" text NOT NULL,
	"seq" integer NOT NULL,
	"incarnation" integer NOT NULL,
	"epoch" integer NOT NULL,
	"at" bigint NOT NULL,
	"type" text NOT NULL,
	"data" text NOT NULL,
	CONSTRAINT "task_events_task_id_seq_pk" PRIMARY KEY("task_id","seq")
);
--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD CONSTRAINT "chat_tasks_owner_conversation_id_conversations_owner_id_fk" FOREIGN KEY ("owner","conversation_id") REFERENCES "public"."conversations"("owner","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_events" ADD CONSTRAINT "task_events_task_id_chat_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."chat_tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_tasks_newest" ON "chat_tasks" USING btree ("owner","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_status" ON "chat_tasks" USING btree ("owner","status","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_provider" ON "chat_tasks" USING btree ("owner","provider","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_model" ON "chat_tasks" USING btree ("owner","model","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_cached" ON "chat_tasks" USING btree ("owner","cached","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_by_conversation" ON "chat_tasks" USING btree ("owner","conversation_id","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_tasks_unfinished" ON "chat_tasks" USING btree ("id") WHERE "chat_tasks"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "conversations_newest" ON "conversations" USING btree ("owner","updated_at","id");