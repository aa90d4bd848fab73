"""What is on the screen, one file for each thing that a reader can point at."""
