"""Reading: a question and a stretch of text in, the words that answer it out, or none."""
