"""Pure logic without a database: what scores come to, who gets what, who reads what, what a juror may read."""
