"""The article's body: how what is stored becomes what readers get."""

from articles.body.renderer import render_body

__all__ = ["render_body"]
