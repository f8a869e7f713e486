"""A room for tests: each class has a stage, which exactly those may watch who see the class."""
