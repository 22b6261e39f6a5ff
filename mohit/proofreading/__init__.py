"""What a copy editor marks in Arabic text: signs, spaces, quotation marks, words that the house writes otherwise.

Pure functions on lines of text. They find and propose; whoever calls them decides. Foreign lines, addresses and the
inside of Latin runs are left alone, and where two readings are plausible nothing is said.
"""

from mohit.proofreading.finding import Block, Finding
from mohit.proofreading.reading import proofread
from mohit.proofreading.wordings import Wording, Wordings

__all__ = ["Block", "Finding", "Wording", "Wordings", "proofread"]
