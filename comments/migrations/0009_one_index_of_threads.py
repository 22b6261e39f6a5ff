import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index on the thread, in the order in which a thread is read: a second one was taken for long threads."""

    dependencies = [("comments", "0008_search_key")]
    operations = [
        migrations.RemoveIndex("comment", "comment_answers"),
        migrations.AddIndex("comment", models.Index(models.F("thread"), models.F("path"), name="comment_answers")),
        migrations.AlterField(
            "comment",
            "thread",
            models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.comment",
            ),
        ),
    ]
