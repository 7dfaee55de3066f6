"""What became of offers, in the past tense: a file for each thing."""
