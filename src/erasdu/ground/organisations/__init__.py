"""Schools, boards, groups, companies, partners, and who acts for them."""
