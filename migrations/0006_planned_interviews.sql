-- Interviews before they begin: what they are made by (templates), the interviews themselves, and the invitations to them.
-- An interview and the session it becomes have the same id.
CREATE TABLE interview_templates (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX interview_templates_created ON interview_templates(created_at, id);

CREATE TABLE planned_interviews (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  template_id TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  candidate_name TEXT NOT NULL,
  candidate_email TEXT NOT NULL,
  room TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  plan TEXT NOT NULL,
  scheduled_at BIGINT,
  created_at BIGINT NOT NULL,
  cancelled_at BIGINT
);
CREATE INDEX planned_interviews_created ON planned_interviews(created_at, id);
CREATE INDEX planned_interviews_owner ON planned_interviews(owner_id, created_at);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  interview_id TEXT NOT NULL REFERENCES planned_interviews(id) ON DELETE CASCADE,
  secret_hash TEXT NOT NULL UNIQUE,
  device_hash TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  opened_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX invitations_interview ON invitations(interview_id);
