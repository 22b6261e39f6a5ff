from django.db import migrations

from mohit.arabic.lexicon import lines


def plant(apps, schema_editor):
    """Each line of the list is a group: `word = word = some words`."""
    Synonyms = apps.get_model("articles", "Synonyms")
    groups = ([term.strip() for term in line.split("=")] for line in lines("synonyms.txt"))
    Synonyms.objects.bulk_create(Synonyms(terms="\n".join(terms)) for terms in groups if len(terms) > 1)


class Migration(migrations.Migration):
    """A first list of synonyms, which from now on is the editors'."""

    dependencies = [("articles", "0019_search_rights")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
