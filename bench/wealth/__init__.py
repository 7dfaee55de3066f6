"""What wealth's daily run costs."""
