"""Imported where processes begin: bm25s locks through tqdm; a lock shared by all would die with a killed process."""

import threading

from tqdm import tqdm

tqdm.set_lock(threading.RLock())
