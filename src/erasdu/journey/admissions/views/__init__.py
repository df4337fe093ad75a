"""Pages of handing in (school), checking and granting (coordinator), and answering (learner)."""
