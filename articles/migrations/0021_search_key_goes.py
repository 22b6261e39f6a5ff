from django.db import migrations


class Migration(migrations.Migration):
    """The desk's list is searched through the index of the search (migration 0017)."""

    dependencies = [("articles", "0020_first_synonyms")]

    operations = [migrations.RemoveField("article", "search_key")]
