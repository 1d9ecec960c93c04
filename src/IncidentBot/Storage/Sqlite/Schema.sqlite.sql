-- Steps are applied in order, each once, and never edited after a release. A line "-- version N" begins step N.
-- Instants are microseconds since 1970 in UTC.

-- version 1

-- What incidents are now: a projection, made anew from the events at any time. It holds no words, so that erasing
-- has one place to go: the title is read from the words of the event that gave it.
CREATE TABLE incidents (
  number      INTEGER NOT NULL PRIMARY KEY,
  title_event INTEGER NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('open', 'resolved', 'closed')),
  opened_at   INTEGER NOT NULL,
  closed_at   INTEGER,
  channel     TEXT    NOT NULL,
  entries     INTEGER NOT NULL,
  version     INTEGER NOT NULL
);

-- Rooms and the incidents they feed: also a projection.
CREATE TABLE incident_channels (
  channel  TEXT    NOT NULL,
  incident INTEGER NOT NULL REFERENCES incidents (number),
  PRIMARY KEY (channel, incident)
);

-- The truth. Rows are only ever added.
CREATE TABLE events (
  incident    INTEGER NOT NULL REFERENCES incidents (number),
  version     INTEGER NOT NULL,
  type        TEXT    NOT NULL,
  entry       INTEGER,
  actor_id    TEXT    NOT NULL,
  actor_name  TEXT    NOT NULL,
  sent_at     INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  facts       TEXT    NOT NULL,
  words_hash  BLOB,
  PRIMARY KEY (incident, version)
);

-- What people typed, by event. A redaction rubs it out where it stands; the salt goes too, so that the hash in the
-- event cannot be tried against guesses.
CREATE TABLE event_words (
  incident INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  salt     BLOB    NOT NULL,
  words    TEXT    NOT NULL,
  PRIMARY KEY (incident, version),
  FOREIGN KEY (incident, version) REFERENCES events (incident, version)
);

-- The first answer to every delivery, kept for ever: a repeat may come months later.
CREATE TABLE deliveries (
  source      TEXT    NOT NULL,
  delivery_id TEXT    NOT NULL,
  incident    INTEGER,
  entry       INTEGER,
  recorded    INTEGER NOT NULL,
  kind        TEXT,
  occurred_at INTEGER,
  recorded_at INTEGER,
  reply       TEXT    NOT NULL,
  PRIMARY KEY (source, delivery_id)
);

CREATE TABLE schema_versions (
  version    INTEGER NOT NULL PRIMARY KEY,
  applied_at INTEGER NOT NULL
);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are never removed');
END;

CREATE TRIGGER words_are_never_removed BEFORE DELETE ON event_words
BEGIN
  SELECT RAISE(ABORT, 'words are rubbed out in place, never removed');
END;

CREATE TRIGGER deliveries_are_never_removed BEFORE DELETE ON deliveries
BEGIN
  SELECT RAISE(ABORT, 'deliveries are never removed');
END;

-- version 2

-- Filled in by the program for events that are there already, which is why the next step, not this one, forbids
-- changes again.
DROP TRIGGER events_are_never_changed;

-- Binds an event to all events before it in its incident, so that none can be altered, dropped or put between.
ALTER TABLE events ADD COLUMN link BLOB;

-- The link of the last event.
ALTER TABLE incidents ADD COLUMN head BLOB;

-- One row: how many events there are in all, and the hash over their links in the order they were recorded. A copy of
-- it is kept outside the database, by which a file that lost events is known.
CREATE TABLE ledger (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  store_id TEXT    NOT NULL,
  events   INTEGER NOT NULL,
  head     BLOB    NOT NULL
);

-- Commands that could not be written for a reason of their own, as they came, so that they are not lost.
CREATE TABLE quarantine (
  id          INTEGER NOT NULL PRIMARY KEY,
  source      TEXT    NOT NULL,
  delivery_id TEXT    NOT NULL,
  channel     TEXT    NOT NULL,
  actor_id    TEXT    NOT NULL,
  actor_name  TEXT    NOT NULL,
  sent_at     INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  text        TEXT    NOT NULL,
  reason      TEXT    NOT NULL
);

-- version 3

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;

-- version 4

-- What rooms on chat platforms are to be told, and was not yet: no words, only what it is about. Written with the
-- events it comes from, and gone once it is sent.
CREATE TABLE outbox (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  room        TEXT    NOT NULL,
  platform    TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  lane        TEXT    NOT NULL,
  incident    INTEGER,
  version     INTEGER NOT NULL,
  entry       INTEGER,
  source      TEXT,
  delivery_id TEXT,
  address     TEXT,
  until_at    INTEGER,
  written_at  INTEGER NOT NULL,
  due_at      INTEGER NOT NULL,
  tries       INTEGER NOT NULL,
  taken       INTEGER NOT NULL,
  lease_until INTEGER,
  given_up_at INTEGER,
  problem     TEXT,
  UNIQUE (room, kind, name)
);

CREATE INDEX outbox_by_lane ON outbox (lane, id);

CREATE INDEX outbox_by_delivery ON outbox (source, delivery_id);

-- The messages that stand in rooms for an incident, to be edited in place.
CREATE TABLE room_messages (
  incident   INTEGER NOT NULL,
  room       TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  message_id TEXT    NOT NULL,
  sent_at    INTEGER NOT NULL,
  PRIMARY KEY (incident, room, kind)
);

-- How far rooms, and the threads in them, were read; the room itself is the thread without a name.
CREATE TABLE room_cursors (
  room       TEXT    NOT NULL,
  thread     TEXT    NOT NULL,
  message_id TEXT    NOT NULL,
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (room, thread)
);

-- The bytes of files on captured messages. Their names and hashes are words of the event that says that they are kept;
-- a redaction rubs out both.
CREATE TABLE files (
  incident INTEGER NOT NULL REFERENCES incidents (number),
  number   INTEGER NOT NULL,
  entry    INTEGER NOT NULL,
  bytes    BLOB    NOT NULL,
  PRIMARY KEY (incident, number)
);

CREATE TRIGGER files_are_never_removed BEFORE DELETE ON files
BEGIN
  SELECT RAISE(ABORT, 'files are rubbed out in place, never removed');
END;

-- version 5

-- The time zone that somebody chose, whatever room or incident they type in. Who chose none is not in here.
CREATE TABLE people (
  person    TEXT    NOT NULL PRIMARY KEY,
  zone      TEXT    NOT NULL,
  chosen_at INTEGER NOT NULL
);

-- Since when a room feeds an incident. Rows from before this step are of rooms in which incidents were opened.
ALTER TABLE incident_channels ADD COLUMN bound_at INTEGER;

-- How far the streams by which platforms deliver were dealt with, so that a restart goes on from there. Moved on in the
-- transaction that stores what was delivered.
CREATE TABLE streams (
  platform TEXT    NOT NULL,
  shard    INTEGER NOT NULL,
  shards   INTEGER NOT NULL,
  session  TEXT    NOT NULL,
  address  TEXT    NOT NULL,
  sequence INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (platform, shard)
);

-- How many new sessions a platform may still be asked for, in thousandths, as of when.
CREATE TABLE stream_allowances (
  platform   TEXT    NOT NULL PRIMARY KEY,
  remaining  INTEGER NOT NULL,
  counted_at INTEGER NOT NULL
);
