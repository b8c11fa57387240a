"""What was said of consent is evidence: rows are added, and only their links ever change."""

from django.db import migrations

LASTING = """
CREATE FUNCTION records_consent_is_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE links text[] := ARRAY['lead_id', 'contact_id', 'carried_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- Erasing a person whole says so first: SET LOCAL headwater.erasing = 'on'.
        IF current_setting('headwater.erasing', true) = 'on' THEN RETURN OLD; END IF;
    ELSIF to_jsonb(OLD) - links = to_jsonb(NEW) - links THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Consent is append-only: row % cannot be changed or deleted.', OLD.id;
END $$;
CREATE TRIGGER consent_is_lasting BEFORE UPDATE OR DELETE ON records_consent
    FOR EACH ROW EXECUTE FUNCTION records_consent_is_lasting();
"""
FORGET = """
DROP TRIGGER consent_is_lasting ON records_consent;
DROP FUNCTION records_consent_is_lasting();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0003_standing")]
    operations = [migrations.RunSQL(LASTING, FORGET)]
