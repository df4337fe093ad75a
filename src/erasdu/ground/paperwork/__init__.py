"""Papers: kinds, envelopes, signing, sealing, verification. Knows parties and a subject, never a learner."""
