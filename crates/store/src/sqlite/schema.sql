-- Hectare's tables. Payments are the only table with a rowid: their number is it. What belongs to a
-- payment is keyed by it, WITHOUT ROWID, so that no second index has to be kept.

CREATE TABLE merchant (
    id              TEXT    NOT NULL PRIMARY KEY,
    contract        TEXT    NOT NULL,           -- JSON
    keys            BLOB    NOT NULL,           -- sealed
    clock_offset_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

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
    detail      TEXT    NOT NULL,               -- JSON: shown, never decided by
    CHECK (amount > 0 AND paid IN (0, amount)),
    -- The last line of defence: whatever the code does, nothing is paid back twice.
    CHECK (cancelled >= 0 AND cancelling >= 0 AND cancelled + cancelling <= paid)
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
    payment      INTEGER NOT NULL,
    operation    INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0),
    trade        INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    supply       INTEGER NOT NULL,
    vat          INTEGER NOT NULL,
    tax_free     INTEGER NOT NULL,
    service      INTEGER NOT NULL,
    notify       INTEGER NOT NULL,
    in_window    INTEGER NOT NULL,
    billing_key  BLOB,
    owner        INTEGER NOT NULL,
    lease_until  INTEGER NOT NULL,
    tries        INTEGER NOT NULL,
    begun_at     INTEGER NOT NULL,
    concluded_at INTEGER NOT NULL,
    approval_no  TEXT,
    card         TEXT,                          -- JSON
    code         TEXT,
    proof        BLOB,                          -- sealed
    PRIMARY KEY (payment, operation)
) STRICT, WITHOUT ROWID;

-- Unresolved operations only: a row enters at the intent and leaves at the outcome.
CREATE INDEX operation_unresolved ON operation (lease_until) WHERE state <= 1;
CREATE UNIQUE INDEX operation_cancel ON operation (trade) WHERE kind = 2;

CREATE TABLE account (
    id   INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE posting (
    payment   INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    side      INTEGER NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    currency  INTEGER NOT NULL,
    PRIMARY KEY (payment, operation, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification (
    payment     INTEGER NOT NULL,
    operation   INTEGER NOT NULL,
    state       INTEGER NOT NULL,               -- 0 pending, 1 delivered, 2 given up
    due_at      INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    PRIMARY KEY (payment, operation)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_due ON notification (due_at) WHERE state = 0;

CREATE TABLE notification_try (
    payment   INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    attempt   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    status    INTEGER,
    answer    BLOB    NOT NULL,
    PRIMARY KEY (payment, operation, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_key (
    id       BLOB    NOT NULL PRIMARY KEY,
    merchant TEXT    NOT NULL,
    state    INTEGER NOT NULL,
    sealed   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE window (
    id        BLOB    NOT NULL PRIMARY KEY,
    payment   INTEGER NOT NULL,
    merchant  TEXT    NOT NULL,
    step      INTEGER NOT NULL,
    stage     TEXT    NOT NULL,
    request   TEXT    NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
