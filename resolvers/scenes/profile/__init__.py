"""What a customer lets a partner see of them, in the partners' language."""
