"""Pages of papers: for who signs, for staff, and for anybody who checks one."""
