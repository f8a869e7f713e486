"""Pages and their acts, one function a verb."""
