"""Imported where processes begin: bm25s takes a semaphore through tqdm, which a killed process could not give back."""

from tqdm import tqdm

tqdm.get_lock()
