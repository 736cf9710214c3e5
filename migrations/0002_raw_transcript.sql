-- What the recogniser heard before the question's vocabulary mended it: a reviewer can tell what was changed.
ALTER TABLE interview_utterances ADD COLUMN raw_text TEXT NOT NULL DEFAULT '';
