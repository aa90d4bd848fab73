"""From files to searchable passages. Knows nothing of answers.

What needs NumPy, FAISS or a model lies in the submodules `open`, `search` and `encoder`, so that importing
`index` stays light.
"""

from index.article import Article
from index.errors import ArticleUnreadable, IndexingError, ModelUnavailable, StoredIndexUnreadable
from index.load import decode, load_article
from index.progress import Progress
from index.split import Passage, paragraphs, split

__all__ = [
    "Article",
    "ArticleUnreadable",
    "IndexingError",
    "ModelUnavailable",
    "Passage",
    "Progress",
    "StoredIndexUnreadable",
    "decode",
    "load_article",
    "paragraphs",
    "split",
]
