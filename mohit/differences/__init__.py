"""How two texts differ: cut into words (`words`), blocks of rich text (`blocks`), three ways (`merging`)."""

from mohit.differences.blocks import compare_prose
from mohit.differences.merging import merge_blocks, split_blocks
from mohit.differences.words import compare_items, compare_text

__all__ = ["compare_items", "compare_prose", "compare_text", "merge_blocks", "split_blocks"]
