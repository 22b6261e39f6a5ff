"""Forms that readers send from pages which are the same bytes for everybody: no cookie, no token, no script.

- `public_post`, `public_form_page`: decorators of the views that receive them (judgement.py, bodies.py, proof.py)
- `Limit`: how often the same source may do the same thing, counted by the database (limits.py)
- `done`, `invalid`, `limited`: the answers (answers.py)
- `PublicForm` and its fields: `mohit.public_forms.forms`
"""

from mohit.public_forms.answers import done, invalid, limited
from mohit.public_forms.judgement import public_form_page, public_post
from mohit.public_forms.limits import Limit, forget_old_limits

__all__ = ["Limit", "done", "forget_old_limits", "invalid", "limited", "public_form_page", "public_post"]
