"""Ways to carry a short message to a phone."""
