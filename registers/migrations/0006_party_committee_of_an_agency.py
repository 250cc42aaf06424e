from django.db import migrations

#: Đảng ủy Ủy ban nhân dân tỉnh: the Party committee of an agency, and not of a province or commune.
CODE = "DUUB"


def tell_apart(apps, schema_editor):
    apps.get_model("registers", "Organisation").objects.filter(code=CODE, kind="committee").update(
        kind="agency_committee"
    )


def put_together(apps, schema_editor):
    apps.get_model("registers", "Organisation").objects.filter(code=CODE, kind="agency_committee").update(
        kind="committee"
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_listed_reasons")]

    operations = [migrations.RunPython(tell_apart, put_together)]
