-- Accounts: password, role and lockout; signed-in browsers; API tokens; reset links; answers to repeated requests; who did what.
-- Of what opens a door only a SHA-256 is kept.
ALTER TABLE users ADD COLUMN password_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'candidate' CHECK (role IN ('admin', 'interviewer', 'candidate'));
ALTER TABLE users ADD COLUMN failed_logins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN locked_until BIGINT NOT NULL DEFAULT 0;
-- the username in small letters, by our own rule, for LOWER() is not the same everywhere
ALTER TABLE users ADD COLUMN login TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_login ON users(login);
CREATE UNIQUE INDEX users_email ON users(email) WHERE email <> '';
CREATE INDEX users_joined ON users(date_joined, id);

CREATE TABLE browser_sessions (
  id_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  csrf TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX browser_sessions_user ON browser_sessions(user_id);

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX api_tokens_user ON api_tokens(user_id);

CREATE TABLE password_resets (
  secret_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

CREATE TABLE answered_requests (
  owner TEXT NOT NULL,
  request_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  location TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, request_key)
);
CREATE INDEX answered_requests_created ON answered_requests(created_at);

-- No reference to users: what was done stays on record when they are deleted.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX audit_log_at ON audit_log(at, id);

-- The bank can be edited: a question whole (details: the JSON form of docs/questions.md), and whether it is still the packaged one.
ALTER TABLE questions ADD COLUMN uuid TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN is_active SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE questions ADD COLUMN is_deleted SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE questions ADD COLUMN is_packaged SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE questions ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE questions ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX questions_uuid ON questions(uuid) WHERE uuid <> '';
