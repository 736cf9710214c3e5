-- Users, questions, interviews and what was said in them. The same text runs on SQLite and PostgreSQL.
-- Times are microseconds since 1970 (UTC); booleans are 0 or 1; every key is a UUID but the bank's question slugs.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  is_active SMALLINT NOT NULL,
  is_staff SMALLINT NOT NULL,
  date_joined BIGINT NOT NULL,
  last_login BIGINT
);

CREATE TABLE questions (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  difficulty TEXT NOT NULL CHECK (difficulty IN ('EASY', 'MEDIUM', 'HARD')),
  text TEXT NOT NULL,
  expected_key_points TEXT NOT NULL
);

CREATE TABLE interview_sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT REFERENCES users(id),
  room TEXT NOT NULL,
  candidate_identity TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('Started', 'Completed', 'Failed')),
  reason TEXT NOT NULL,
  total_score DOUBLE PRECISION,
  plan TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  completed_at BIGINT
);
CREATE INDEX interview_sessions_started ON interview_sessions(started_at);
CREATE INDEX interview_sessions_room ON interview_sessions(room, status);

-- One question (or follow-up) asked and the answer to it.
CREATE TABLE interview_turns (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES interview_sessions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  question_id TEXT NOT NULL,
  is_follow_up SMALLINT NOT NULL,
  ai_message TEXT NOT NULL,
  user_transcript TEXT NOT NULL,
  key_points TEXT NOT NULL,
  outcome TEXT NOT NULL,
  audio_file TEXT,
  score DOUBLE PRECISION,
  UNIQUE (session_id, position)
);

-- Everything said, by both sides, in order: the transcript.
CREATE TABLE interview_utterances (
  session_id TEXT NOT NULL REFERENCES interview_sessions(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  speaker TEXT NOT NULL CHECK (speaker IN ('interviewer', 'candidate', 'system')),
  text TEXT NOT NULL,
  interrupted SMALLINT NOT NULL,
  begin_us BIGINT NOT NULL,
  end_us BIGINT NOT NULL,
  PRIMARY KEY (session_id, position)
);
