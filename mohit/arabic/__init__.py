"""Arabic text: the only module of Mohit that folds, strips, cuts or slugs letters.

Pure functions on `str`. They accept any Unicode, lone surrogates included, never raise, and take time in
proportion to the text.
"""

from mohit.arabic.cleaning import clean
from mohit.arabic.folding import normalise, skeleton
from mohit.arabic.isolation import isolate, isolate_plain
from mohit.arabic.lexicon import LEXICON, Lexicon
from mohit.arabic.marks import with_few_marks
from mohit.arabic.measures import direction, letter_count, reading_minutes
from mohit.arabic.names import clean_name, is_name, mixes_alphabets, name_key
from mohit.arabic.particles import bare, glue, spelling_key, unglued
from mohit.arabic.slugs import address_letters, slug
from mohit.arabic.sorting import sort_key
from mohit.arabic.stemming import INDEX_VERSION, query_stems, stems
from mohit.arabic.tokenising import Token, tokens
from mohit.arabic.words import Word, words

__all__ = [
    "INDEX_VERSION",
    "LEXICON",
    "Lexicon",
    "Token",
    "Word",
    "address_letters",
    "bare",
    "clean",
    "clean_name",
    "direction",
    "glue",
    "is_name",
    "isolate",
    "isolate_plain",
    "letter_count",
    "mixes_alphabets",
    "name_key",
    "normalise",
    "query_stems",
    "reading_minutes",
    "skeleton",
    "slug",
    "sort_key",
    "spelling_key",
    "stems",
    "tokens",
    "unglued",
    "with_few_marks",
    "words",
]
