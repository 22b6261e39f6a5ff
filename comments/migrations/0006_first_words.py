from django.contrib.auth.management import create_permissions
from django.db import migrations

from mohit.arabic.matching import key_of

HOLD = """
كلب، كلاب، حمار، حمير، غبي، أغبياء، خنزير، خنازير، حقير، تافه، سافل، سفلة، نذل، أنذال، وسخ، قذر، كذاب، خائن، خونة، يا لعين،
أحمق، حمقى، بهيمة، بهائم، قرد، تيس، بغل، جحش، منافق، مرتزقة، وضيع، حثالة، زبالة، معتوه، أبله، واطي، دجال، نصاب، حرامي،
تفو عليك، صعلوك، عاهرة، قحبة، شرموطة، ديوث، قواد، كل خرا، انقلع، يا حيوان، ابن الكلب، ابن كلب، ابن الحرام، عديم الشرف،
قليل الأدب، لعنة الله عليك، يلعن أبوك، يلعن أمك، stupid، idiot، imbécile، connard،
اربح المال، ربح مضمون، قروض سريعة، جلب الحبيب، فك السحر، تواصل واتساب، اشترك في قناتي، متابعين مجانا، شهادات للبيع،
كازينو، casino، viagra
"""
ALLOW = """
كلب البحر، كلب حراسة، كلاب حراسة، كلاب ضالة، داء الكلب، بداء الكلب، الكلبية، حمارة القيظ، حمار وحشي، نصاب قانوني، نصاب الزكاة،
في نصابها، في نصابه، إلى نصابها، إلى نصابه، الحميري، الحميرية، الكلبي، الكلابي،
إنفلونزا الخنازير، لحم الخنزير، أسفل سافلين، بغلان، حرب قذرة، أموال قذرة، قنبلة قذرة
"""
GRANTS = {
    "محرر": ["view_listedword"],
    "مشرف التعليقات": ["view_listedword", "change_listedword"],
    "مدير": ["view_listedword", "change_listedword"],
}


def words(text):
    return [word.strip() for word in text.split("،") if word.strip()]


def fill(apps, schema_editor):
    ListedWord = apps.get_model("comments", "ListedWord")
    for kind, text in (("hold", HOLD), ("allow", ALLOW)):
        ListedWord.objects.bulk_create(
            [ListedWord(kind=kind, text=word, key=key_of(word)) for word in words(text)], ignore_conflicts=True
        )


def empty(apps, schema_editor):
    keys = [key_of(word) for word in words(HOLD) + words(ALLOW)]
    apps.get_model("comments", "ListedWord").objects.filter(key__in=keys, added_by=None).delete()


def grant(apps, schema_editor):
    app = apps.get_app_config("comments")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GRANTS.items():
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="comments", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """A first list of ordinary insults and of what spam says, and who may change it."""

    dependencies = [("comments", "0005_word_lists")]
    operations = [
        migrations.RunPython(fill, empty),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
