"""What can go wrong between a file and its index.

IndexingError
├── ArticleUnreadable          the file is missing, empty, too large, not text, or of a kind that no loader reads
├── ModelUnavailable           the embedding model is missing, damaged or cannot be compiled
├── StoredIndexUnreadable      a stored index is damaged or of another version; it is rebuilt, never used
│   └── StoredIndexAbsent      nothing was stored
├── StoreUnwritable            the cache cannot be written; what was to be stored still works from memory
└── ArchiveUnusable            an archive is absent, damaged, of another version, or cannot be written
"""

from __future__ import annotations


class IndexingError(Exception):
    """The root of what `index` raises on purpose. Its text is one line that a user can act on."""


class ArticleUnreadable(IndexingError):
    """The article cannot be read as text."""


class ModelUnavailable(IndexingError):
    """The embedding model cannot be had."""


class StoredIndexUnreadable(IndexingError):
    """A stored index is damaged or was written by another version."""


class StoredIndexAbsent(StoredIndexUnreadable):
    """Nothing is stored under this key; nobody needs to be told."""


class StoreUnwritable(IndexingError):
    """The store cannot be written: read-only, full, not a folder."""


class ArchiveUnusable(IndexingError):
    """An archive cannot be read or written."""
