DROP INDEX outbox_by_end;
DROP INDEX jobs_by_end;
DROP INDEX sign_in_failures_by_age;
DROP INDEX idempotency_keys_by_age;
DROP TABLE scheduled_tasks;
