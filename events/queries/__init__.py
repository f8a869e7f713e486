"""Reads, each from a rule on: for everyone (public), authors (entering), jurors (judging), the district's office."""
