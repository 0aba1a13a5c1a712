-- Payments of the last ten days, paid and told of, as if a gateway had made them. Each table is filled in the order
-- of its key: that is what makes it fast.

CREATE TEMP TABLE stored AS
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
    SELECT
        CAST(substr(strftime('%Y%m%d%H%M%S', s, 'unixepoch', '+9 hours'), 3) AS INTEGER) * 10000000 + i % 100000 AS id,
        CAST(strftime('%Y%m%d', s, 'unixepoch', '+9 hours') AS INTEGER) AS day,
        s * 1000 AS at,
        printf('S%010d', i) AS order_no,
        randomblob(16) AS key
    FROM (SELECT i, CAST(:now - 864000 + i * 864000.0 / :count AS INTEGER) - 1 AS s FROM n);

INSERT INTO account (name) VALUES ('receivable:CA15'), ('payable:nxca_jt_bi') ON CONFLICT DO NOTHING;

INSERT INTO payment
    SELECT id, 'nxca_jt_bi', 1, 1, 0, 12300, 12300, 0, 0, 1, 0, 0, 11182, 1118, 0, 0, at, 'CA15', 1, order_no, day, 2,
           '{"product":"벤치마크 상품","customer_name":"홍길동","customer_id":"customer-0042",'
           || '"email":"customer@shop.example","memo":"basket=42","noti_url":"http://127.0.0.1:40000/notified"}'
    FROM stored;

INSERT INTO claim (day, order_no, merchant, kind, trade, held)
    SELECT day, order_no, 'nxca_jt_bi', 0, id, 1 FROM stored;

INSERT INTO operation (subject, operation, merchant, kind, rail, institution, state, currency, amount, trade, ordinal,
                       supply, vat, tax_free, service, notify, in_window, credential, begun_at, concluded_at,
                       approval_no, facts, owner, tries, version, lease_until)
    SELECT id, 1, 'nxca_jt_bi', 0, 0, 'CA15', 3, 0, 12300, id, 0, 11182, 1118, 0, 0, 1, 0, key, at, at, '01234567',
           '{"card":{"issuer":"NHC","acquirer":"15","product":"NH 체크",'
           || '"masked":"949019******0402","instalments":0,"interest_free":false}}', 1, 0, 2, at + 40000
    FROM stored;

INSERT INTO transfer (subject, operation, line, kind, at, debit, credit, amount, currency)
    SELECT id, 1, 1, 0, at, (SELECT id FROM account WHERE name = 'receivable:CA15'),
           (SELECT id FROM account WHERE name = 'payable:nxca_jt_bi'), 12300, 0
    FROM stored;

INSERT INTO notification (subject, operation, part, merchant, state, due_at, tries)
    SELECT id, 1, 0, 'nxca_jt_bi', 1, at, 1 FROM stored;

INSERT INTO notification_try (subject, operation, part, attempt, at, status, answer)
    SELECT id, 1, 0, 1, at, 200, CAST('OK' AS BLOB) FROM stored;

INSERT INTO credential (id, kind, merchant, state, sealed, version)
    SELECT key, 0, 'nxca_jt_bi', 1, randomblob(82), 2 FROM stored ORDER BY key;

DROP TABLE stored;
