"""Writes: showcases, entries and their files, the check, the jury, score sheets, awards, objections."""
