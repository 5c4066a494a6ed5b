-- Schema 3 as shipped, with a row in every table. Not edited any more.
PRAGMA application_id = 1382248033;
CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE operators (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id),
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('administrator', 'attendant')),
    password_hash TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    removed_at    INTEGER
) STRICT;
CREATE INDEX operators_by_account ON operators (account_id);
CREATE TABLE businesses (
    id      TEXT PRIMARY KEY,
    name    TEXT,
    detail  TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE wabas (
    id          TEXT PRIMARY KEY,
    business_id TEXT,
    name        TEXT,
    detail      TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX wabas_by_business ON wabas (business_id);
CREATE TABLE numbers (
    id                   TEXT PRIMARY KEY,
    waba_id              TEXT NOT NULL,
    display_phone_number TEXT,
    verified_name        TEXT,
    detail               TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at              INTEGER NOT NULL
) STRICT;
CREATE INDEX numbers_by_waba ON numbers (waba_id);
CREATE TABLE channels (
    id                   TEXT PRIMARY KEY,
    account_id           TEXT NOT NULL REFERENCES accounts (id),
    kind                 TEXT NOT NULL CHECK (kind IN ('whatsapp_cloud_api')),
    name                 TEXT NOT NULL,
    phone_number_id      TEXT,
    waba_id              TEXT,
    business_id          TEXT,
    display_phone_number TEXT,
    detail               TEXT NOT NULL CHECK (json_valid(detail)),
    verdict              TEXT CHECK (json_valid(verdict)),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    removed_at           INTEGER
) STRICT;
CREATE INDEX channels_by_account ON channels (account_id);
CREATE UNIQUE INDEX channels_by_number ON channels (phone_number_id)
    WHERE removed_at IS NULL AND phone_number_id IS NOT NULL;
CREATE TABLE attempts (
    id         TEXT PRIMARY KEY,
    channel_id TEXT REFERENCES channels (id),
    state      TEXT NOT NULL CHECK (json_valid(state)),
    stage      TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at   INTEGER,
    outcome    TEXT,
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX attempts_by_channel ON attempts (channel_id, started_at);
CREATE UNIQUE INDEX attempts_one_open_per_channel ON attempts (channel_id) WHERE ended_at IS NULL;
CREATE INDEX attempts_open ON attempts (started_at) WHERE ended_at IS NULL;
CREATE TABLE credentials (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL
                CHECK (kind IN ('user_token', 'business_token', 'app_secret', 'pin', 'verify_token')),
    key_id      TEXT NOT NULL,
    nonce       BLOB,
    sealed      BLOB,
    person_id   TEXT,
    person_name TEXT,
    scopes      TEXT NOT NULL CHECK (json_valid(scopes)),
    expires_at  INTEGER,
    attempt_id  TEXT REFERENCES attempts (id),
    created_at  INTEGER NOT NULL,
    wiped_at    INTEGER,
    CHECK ((sealed IS NULL) = (wiped_at IS NOT NULL)),
    CHECK ((sealed IS NULL) = (nonce IS NULL))
) STRICT;
CREATE INDEX credentials_by_attempt ON credentials (attempt_id);
CREATE TABLE holdings (
    channel_id    TEXT NOT NULL REFERENCES channels (id),
    credential_id TEXT NOT NULL REFERENCES credentials (id),
    slot          TEXT NOT NULL CHECK (slot IN ('access_token', 'app_secret', 'pin', 'verify_token')),
    state         TEXT NOT NULL CHECK (state IN ('staged', 'active', 'previous', 'retired')),
    changed_at    INTEGER NOT NULL,
    PRIMARY KEY (channel_id, credential_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holdings_by_credential ON holdings (credential_id);
CREATE UNIQUE INDEX holdings_one_per_state ON holdings (channel_id, slot, state) WHERE state <> 'retired';
CREATE TABLE meta_connections (
    id                        TEXT PRIMARY KEY,
    environment               TEXT NOT NULL CHECK (environment IN ('demonstration', 'production')),
    token_route               TEXT NOT NULL CHECK (token_route IN ('own_app', 'backend', 'desktop_grant', 'manual')),
    app_id                    TEXT,
    user_configuration_id     TEXT,
    business_configuration_id TEXT,
    graph_version             TEXT NOT NULL,
    graph_base_url            TEXT,
    login_base_url            TEXT,
    redirect_uri              TEXT,
    backend_url               TEXT,
    extra_hosts               TEXT NOT NULL CHECK (json_valid(extra_hosts)),
    app_secret_id             TEXT REFERENCES credentials (id),
    created_at                INTEGER NOT NULL,
    updated_at                INTEGER NOT NULL
) STRICT;
CREATE INDEX meta_connections_by_secret ON meta_connections (app_secret_id);
CREATE TABLE steps (
    id         INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempts (id),
    number_id  TEXT,
    name       TEXT NOT NULL,
    request    TEXT NOT NULL CHECK (json_valid(request)),
    begun_at   INTEGER NOT NULL,
    closed_at  INTEGER,
    outcome    TEXT CHECK (json_valid(outcome)),
    CHECK ((closed_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX steps_by_attempt ON steps (attempt_id, id);
CREATE TABLE register_budget (
    id        INTEGER PRIMARY KEY,
    number_id TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX register_budget_by_number ON register_budget (number_id, at);
CREATE TABLE evidence (
    id         INTEGER PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    number_id  TEXT,
    kind       TEXT NOT NULL,
    detail     TEXT NOT NULL CHECK (json_valid(detail)),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_kind ON evidence (channel_id, kind, at);
CREATE INDEX evidence_by_time ON evidence (channel_id, at);
CREATE TABLE checks (
    id         INTEGER PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    diagnosis  TEXT NOT NULL CHECK (json_valid(diagnosis)),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX checks_by_time ON checks (channel_id, at);
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    operator   TEXT,
    what       TEXT NOT NULL,
    channel_id TEXT REFERENCES channels (id),
    detail     TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE INDEX events_by_channel ON events (channel_id, id);
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are not deleted'); END;
CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL CHECK (json_valid(value)),
    updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE register_locks (
    number_id TEXT PRIMARY KEY,
    cause     TEXT NOT NULL,
    until     INTEGER NOT NULL
) STRICT;
CREATE TABLE platform_connections (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('chatwoot')),
    base_url     TEXT NOT NULL,
    account_id   INTEGER NOT NULL,
    account_name TEXT NOT NULL,
    person_name  TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('administrator', 'agent')),
    key_id       TEXT NOT NULL,
    nonce        BLOB NOT NULL,
    sealed       BLOB NOT NULL,
    tested_at    INTEGER NOT NULL
) STRICT;
INSERT INTO accounts VALUES ('account-1', 'Padaria Sol', 1000, 1000);
INSERT INTO operators VALUES ('operator-1', 'account-1', 'Ana', 'administrator', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA', 1000, 1000, NULL);
INSERT INTO businesses VALUES ('200', 'Padaria Sol Ltda', '{"verification_status":"verified"}', 1100);
INSERT INTO wabas VALUES ('300', '200', 'Padaria Sol', '{}', 1100);
INSERT INTO numbers VALUES ('400', '300', '+55 11 90000-0001', 'Padaria Sol', '{"status":"CONNECTED"}', 1100);
INSERT INTO channels VALUES ('channel-1', 'account-1', 'whatsapp_cloud_api', 'Atendimento', '400', '300', '200', '+55 11 90000-0001', '{}', '{"verdict":"connected"}', 1000, 1200, NULL);
INSERT INTO attempts VALUES ('attempt-1', 'channel-1', '{"phase":"done"}', 'conclusion', 1000, 1200, 1200, 'done');
INSERT INTO attempts VALUES ('attempt-2', 'channel-1', '{"phase":"login"}', 'login', 1300, 1300, NULL, NULL);
INSERT INTO credentials VALUES ('credential-0', 'user_token', '00112233445566778899aabbccddeeff', NULL, NULL, '100', 'Ana', '[]', NULL, NULL, 900, 1200);
INSERT INTO credentials VALUES ('credential-1', 'business_token', '00112233445566778899aabbccddeeff', x'000102030405060708090a0b0c0d0e0f1011121314151617', x'f00d', '100', 'Ana', '["whatsapp_business_management"]', 9000, 'attempt-1', 1100, NULL);
INSERT INTO credentials VALUES ('credential-2', 'app_secret', '00112233445566778899aabbccddeeff', x'000102030405060708090a0b0c0d0e0f1011121314151617', x'beef', NULL, NULL, '[]', NULL, NULL, 1100, NULL);
INSERT INTO holdings VALUES ('channel-1', 'credential-0', 'access_token', 'retired', 1200);
INSERT INTO holdings VALUES ('channel-1', 'credential-1', 'access_token', 'active', 1200);
INSERT INTO meta_connections VALUES ('connection-1', 'production', 'own_app', '500', '600', NULL, 'v26.0', NULL, NULL, 'https://example.com/volta', NULL, '["sso.example.com"]', 'credential-2', 1000, 1000);
INSERT INTO steps VALUES (1, 'attempt-1', '400', 'register', '{}', 1150, 1160, '{"success":true}');
INSERT INTO steps VALUES (2, 'attempt-2', NULL, 'exchange', '{}', 1310, NULL, NULL);
INSERT INTO register_budget VALUES (1, '400', 1150);
INSERT INTO evidence VALUES (1, 'channel-1', '400', 'message_in', '{}', 1190);
INSERT INTO checks VALUES (1, 'channel-1', '{"findings":[]}', 1180);
INSERT INTO events VALUES (1, 1200, 'Ana', 'reconnected', 'channel-1', '{}');
INSERT INTO settings VALUES ('of_another_version', '{"kept":true}', 1000);
INSERT INTO register_locks VALUES ('400', 'pin_locked', 1900);
INSERT INTO platform_connections VALUES ('platform-1', 'chatwoot', 'https://chat.example/', 3, 'Padaria Sol', 'Ana', 'administrator', '00112233445566778899aabbccddeeff', x'000102030405060708090a0b0c0d0e0f1011121314151617', x'cafe', 1200);
PRAGMA user_version = 3;
