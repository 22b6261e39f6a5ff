"""Letters about comments: what is owed (owing.py), what it says (composing.py), and handing it over (sending.py)."""

from comments.letters.owing import owe_data, owe_letters, wake_replies
from comments.letters.sending import send_due

__all__ = ["owe_data", "owe_letters", "send_due", "wake_replies"]
