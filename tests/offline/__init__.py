"""The programs that tests start are kept off the network."""
