"""A custom field that is on the map is not deleted and keeps its type, whoever asks."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION convert_mapped_fields_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM convert_fieldmapping line
        WHERE (OLD.object_name = 'Lead' AND line.lead_field = OLD.name)
           OR (line.object_name = OLD.object_name AND line.field = OLD.name)
    ) THEN
        RAISE EXCEPTION '%.% is mapped: take it off the map of conversions first.',
            OLD.object_name, OLD.name USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER mapped_fields_stay BEFORE DELETE ON catalog_customfield
    FOR EACH ROW EXECUTE FUNCTION convert_mapped_fields_stay();
CREATE TRIGGER mapped_fields_keep BEFORE UPDATE ON catalog_customfield
    FOR EACH ROW WHEN (
        OLD.type IS DISTINCT FROM NEW.type OR OLD.name IS DISTINCT FROM NEW.name
        OR OLD.object_name IS DISTINCT FROM NEW.object_name
    ) EXECUTE FUNCTION convert_mapped_fields_stay();
"""
BACKWARDS = """
DROP TRIGGER mapped_fields_keep ON catalog_customfield;
DROP TRIGGER mapped_fields_stay ON catalog_customfield;
DROP FUNCTION convert_mapped_fields_stay();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_picklists'),
        ('convert', '0002_standard_map'),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
