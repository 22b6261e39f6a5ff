"""The article's body: how what is stored becomes what readers get."""

from articles.body.portable import portable_bodies, portable_picture
from articles.body.renderer import render_body

__all__ = ["portable_bodies", "portable_picture", "render_body"]
