"""How the shipped reader is made and measured."""
