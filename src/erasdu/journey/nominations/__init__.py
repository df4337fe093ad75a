"""Foreign learners whom a partner nominates, and the schools in Flanders that receive them."""
