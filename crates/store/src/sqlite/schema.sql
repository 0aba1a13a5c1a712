-- Hectare's tables. What has a number is keyed by it; what belongs to that is keyed by it too, WITHOUT ROWID, so that no
-- second index has to be kept. A subject is anything that money moves for; none of the tables keyed by one asks what it is.

CREATE TABLE merchant (
    id              TEXT    NOT NULL PRIMARY KEY,
    contract        TEXT    NOT NULL,           -- JSON
    keys            BLOB    NOT NULL,           -- sealed
    clock_offset_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts the changes to merchants: whoever keeps a copy asks whether it is stale.
CREATE TABLE generation (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;

INSERT INTO generation VALUES (1, 1);

CREATE TABLE payment (
    id          INTEGER NOT NULL PRIMARY KEY,
    merchant    TEXT    NOT NULL,
    method      INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    currency    INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    paid        INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,
    cancelling  INTEGER NOT NULL,
    operations  INTEGER NOT NULL,
    cancels     INTEGER NOT NULL,
    taxation    INTEGER NOT NULL,
    supply      INTEGER NOT NULL,
    vat         INTEGER NOT NULL,
    tax_free    INTEGER NOT NULL,
    service     INTEGER NOT NULL,
    approved_at INTEGER,
    institution TEXT,
    paid_by     INTEGER NOT NULL,
    order_no    TEXT    NOT NULL,
    order_day   INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    detail      TEXT    NOT NULL,               -- JSON: shown, never decided by
    CHECK (amount > 0 AND paid IN (0, amount)),
    -- The last line of defence: whatever the code does, nothing is paid back twice.
    CHECK (cancelled >= 0 AND cancelling >= 0 AND cancelled + cancelling <= paid)
) STRICT;

-- Numbers that no other row guards: those of keys' issues and deletions, and of windows that are forgotten.
CREATE TABLE number (
    id INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Order numbers. Led by date and number rather than by merchant: today's rows lie together.
CREATE TABLE claim (
    day      INTEGER NOT NULL,
    order_no TEXT    NOT NULL,
    merchant TEXT    NOT NULL,
    kind     INTEGER NOT NULL,
    trade    INTEGER NOT NULL,
    held     INTEGER NOT NULL,
    PRIMARY KEY (day, order_no, merchant, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
    subject      INTEGER NOT NULL,
    operation    INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    rail         INTEGER NOT NULL,
    institution  TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    currency     INTEGER NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount >= 0),
    trade        INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    supply       INTEGER NOT NULL,
    vat          INTEGER NOT NULL,
    tax_free     INTEGER NOT NULL,
    service      INTEGER NOT NULL,
    notify       INTEGER NOT NULL,
    in_window    INTEGER NOT NULL,
    credential   BLOB,
    begun_at     INTEGER NOT NULL,
    concluded_at INTEGER NOT NULL,
    approval_no  TEXT,
    facts        TEXT,                          -- JSON: shown, never decided by
    code         TEXT,
    sealed       BLOB,
    owner        INTEGER NOT NULL,
    tries        INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    lease_until  INTEGER NOT NULL,
    PRIMARY KEY (subject, operation)
) STRICT, WITHOUT ROWID;

-- Unresolved operations only: a row enters at the intent and leaves at the outcome. A lane an institution, so that one
-- that is dead keeps nobody else's waiting.
CREATE INDEX operation_unresolved ON operation (institution, lease_until) WHERE state <= 2;
CREATE UNIQUE INDEX operation_cancel ON operation (trade) WHERE kind = 2;

CREATE TABLE account (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

-- The journal. A line has both its accounts or isn't there.
CREATE TABLE transfer (
    subject   INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    debit     INTEGER NOT NULL,
    credit    INTEGER NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    currency  INTEGER NOT NULL,
    PRIMARY KEY (subject, operation, line),
    CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification (
    subject   INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    part      INTEGER NOT NULL,
    merchant  TEXT    NOT NULL,
    state     INTEGER NOT NULL,                 -- 0 pending, 1 delivered, 2 given up
    due_at    INTEGER NOT NULL,
    tries     INTEGER NOT NULL,
    PRIMARY KEY (subject, operation, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_due ON notification (merchant, due_at) WHERE state = 0;

CREATE TABLE notification_try (
    subject   INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    part      INTEGER NOT NULL,
    attempt   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    status    INTEGER,
    answer    BLOB    NOT NULL,
    PRIMARY KEY (subject, operation, part, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
    id           BLOB    NOT NULL PRIMARY KEY,
    kind         INTEGER NOT NULL,
    merchant     TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    fixed_amount INTEGER,
    sealed       BLOB    NOT NULL,
    version      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keyed by the payment's number, which begins with the time: old windows lie together and are forgotten in small steps.
CREATE TABLE window (
    payment   INTEGER NOT NULL PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    merchant  TEXT    NOT NULL,
    method    INTEGER NOT NULL,
    order_day INTEGER NOT NULL,
    order_no  TEXT    NOT NULL,
    step      INTEGER NOT NULL,
    stage     TEXT    NOT NULL,
    request   TEXT    NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT;

CREATE INDEX window_order ON window (order_day, order_no, merchant);
