-- What was measured of an interview (docs/metrics.md): reply delays, turns, interruptions, tokens, seconds, cost, losses; a row a figure.
CREATE TABLE interview_figures (
  session_id TEXT NOT NULL REFERENCES interview_sessions(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (session_id, name)
);
