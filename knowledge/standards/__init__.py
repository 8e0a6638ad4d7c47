"""Standards as data: packs in our own words, and what the company says of its certification."""
