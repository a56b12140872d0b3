-- Words for which the search found nothing: how often, and nothing of who asked.
CREATE TABLE missed_searches (
    words TEXT NOT NULL PRIMARY KEY,
    times BIGINT NOT NULL CHECK (times > 0),
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX missed_searches_by_times ON missed_searches (times);
CREATE INDEX missed_searches_by_last ON missed_searches (last_at);
