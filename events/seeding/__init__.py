"""What the demo's showcases are made of."""
