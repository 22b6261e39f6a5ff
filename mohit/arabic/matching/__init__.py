"""Word lists that match Arabic however it is disguised: `Matcher(["كلب"]).matches("يا كــ.ل.ـب")` (AR-29).

What is found is a suspicion: ambiguous words match too. It holds a text for a person to judge, it deletes nothing.
"""

from mohit.arabic.matching.entries import key_of
from mohit.arabic.matching.matcher import MOST, How, Match, Matcher

__all__ = ["MOST", "How", "Match", "Matcher", "key_of"]
