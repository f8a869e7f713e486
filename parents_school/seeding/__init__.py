"""The parent school's part of the demo district: courses in our own words, videos drawn on the spot, some learners."""
