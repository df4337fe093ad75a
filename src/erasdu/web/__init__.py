"""What spans steps: home pages, boards, the dossier page, doors to sign up."""
