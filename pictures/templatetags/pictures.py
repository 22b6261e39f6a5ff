"""`{% picture article.picture sizes="100vw" lead=True ratio="16x9" class="…" alt="" max_width=800 %}`"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Parser, Token, Variable, token_kwargs
from django.utils.safestring import SafeString

from pictures.markup import picture_html

register = template.Library()
picture = picture_html  # for Python that writes HTML


@register.tag("picture")
def parse_picture(parser: Parser, token: Token) -> PictureNode:
    """See `pictures.markup.picture_html`; `class` is its `css_class`."""
    name, *words = token.split_contents()
    if not words:
        raise template.TemplateSyntaxError(f"{{% {name} %}} needs a picture.")
    shown, *options = words
    expressions = token_kwargs(options, parser)
    if options:
        raise template.TemplateSyntaxError(f"{{% {name} %}} takes options as name=value, not {options[0]!r}.")
    if "class" in expressions:
        expressions["css_class"] = expressions.pop("class")
    return PictureNode(parser.compile_filter(shown), expressions)


class PictureNode(template.Node):
    """Options written as constants are read once, when the template is compiled: that halves the tag's time."""

    def __init__(self, shown: FilterExpression, expressions: dict[str, FilterExpression]) -> None:
        empty = template.Context()
        self.shown = shown
        self.constants = {name: value.resolve(empty) for name, value in expressions.items() if _is_constant(value)}
        self.variables = {name: value for name, value in expressions.items() if name not in self.constants}

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.variables.items()}
        return picture_html(self.shown.resolve(context) or None, **self.constants, **values)


def _is_constant(expression: FilterExpression) -> bool:
    root = expression.var
    plain = not isinstance(root, Variable) or root.lookups is None or root.var in ("True", "False", "None")
    return plain and not expression.filters
