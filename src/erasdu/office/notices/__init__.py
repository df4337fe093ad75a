"""Journal lines become mails, by one plain table."""
