from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes for the library's pages and for finding pictures whose AVIF is still to be made."""

    dependencies = [("pictures", "0002_role_permissions")]
    operations = [
        migrations.AddIndex("picture", models.Index(fields=["-created_at", "-id"], name="picture_newest")),
        migrations.AddIndex(
            "picture",
            models.Index(fields=["id"], name="picture_without_avif", condition=models.Q(has_avif=False)),
        ),
    ]
