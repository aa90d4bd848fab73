"""Byline, tried by breaking it: `python -m tests.torture [NAME…] [--count N] [--seed N]`, or `make torture` for all.

Each attack is a generator that takes a count and a source of chance. It yields one word for each round that it won,
and raises AssertionError where Byline did not hold.
"""
