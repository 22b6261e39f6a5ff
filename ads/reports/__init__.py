"""What came of the placements, in figures: for editors in the admin, for an advertiser on a signed page, as files."""
