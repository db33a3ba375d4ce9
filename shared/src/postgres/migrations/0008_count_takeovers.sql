ALTER TABLE "chat_tasks" ADD COLUMN "takeovers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_tasks" ADD COLUMN "retries" integer DEFAULT 0 NOT NULL;