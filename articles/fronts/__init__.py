"""What stands where on home, on a section's front and under a story: chosen by hand, filled by rule."""

from articles.fronts.editions import home_front, section_front
from articles.fronts.rules import RELATED, Block, lead_and_rest, under_story

__all__ = ["RELATED", "Block", "home_front", "lead_and_rest", "section_front", "under_story"]
