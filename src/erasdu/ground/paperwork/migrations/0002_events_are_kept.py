"""The database refuses to change or take out an event of a paper's chain."""

from django.db import migrations

REFUSAL = "an event of a paper is never changed"
SQLITE = [
    f"CREATE TRIGGER paperwork_event_unchanged BEFORE UPDATE ON paperwork_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER paperwork_event_kept BEFORE DELETE ON paperwork_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    f"CREATE FUNCTION paperwork_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER paperwork_event_kept BEFORE UPDATE OR DELETE ON paperwork_event "
    "FOR EACH ROW EXECUTE FUNCTION paperwork_event_refuse()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER paperwork_event_unchanged", "DROP TRIGGER paperwork_event_kept"],
    "postgresql": [
        "DROP TRIGGER paperwork_event_kept ON paperwork_event",
        "DROP FUNCTION paperwork_event_refuse()",
    ],
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
