"""The base page, its parts, and the page that explains a refusal."""
