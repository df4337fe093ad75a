"""Pages of grant agreements, of their members, and of the papers that make a school a member."""
