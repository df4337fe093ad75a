"""The outbox of mail with its delivery state, and the demo mailbox."""
