"""Getting ready to leave: info sessions, travel documents, residence and visa, and support that is arranged."""
