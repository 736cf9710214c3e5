-- What another process needs to go on with an interview whose own was killed: who held it, when that one last gave a sign of life, and
-- how far the interview was.
ALTER TABLE interview_sessions ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE interview_sessions ADD COLUMN alive_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE interview_sessions ADD COLUMN elapsed_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE interview_sessions ADD COLUMN unfinished_answer TEXT NOT NULL DEFAULT '';
CREATE INDEX interview_sessions_status ON interview_sessions(status);
