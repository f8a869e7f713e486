"""Reads of the room, each from a rule on. Import the module of who asks: everyone, entrants, jurors, office, offers."""
