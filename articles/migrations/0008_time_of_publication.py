import datetime

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A time of publication lies between 1970 and 2199."""

    dependencies = [
        ("articles", "0007_opinions_index"),
        ("pictures", "0003_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(
                        ("published_at__gte", datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        ("published_at__lt", datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    ),
                    _connector="OR",
                ),
                name="article_time_is_of_our_age",
                violation_error_message="اكتب وقت نشر بين سنتي 1970 و2199.",
            ),
        ),
    ]
