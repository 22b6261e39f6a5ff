"""An issue as a mail: the HTML and the text that everybody gets, with marks where each reader's own values go."""

from newsletter.rendering.mail import Rendered, render, written
from newsletter.rendering.stories import Story, stories_of

__all__ = ["Rendered", "Story", "render", "stories_of", "written"]
