"""Settings by where the program runs: demo, test, production. What they share is in base."""
