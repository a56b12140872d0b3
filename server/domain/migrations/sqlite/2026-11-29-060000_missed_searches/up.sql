-- Words for which the search found nothing: how often, and nothing of who asked.
CREATE TABLE missed_searches (
    words TEXT NOT NULL PRIMARY KEY,
    times INTEGER NOT NULL CHECK (times > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX missed_searches_by_times ON missed_searches (times);
CREATE INDEX missed_searches_by_last ON missed_searches (last_at);
