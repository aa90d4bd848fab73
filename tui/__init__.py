"""The terminal side of Byline: the command line and the chat."""
