"""Revisions of stories: what is in one, when one is written down, how two compare, how one comes back."""
