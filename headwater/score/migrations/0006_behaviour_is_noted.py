"""Whoever does something, or of whom another verdict changes what counts, is to be scored anew."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION score_behaviour_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT lead_id FROM rows_now WHERE lead_id IS NOT NULL AND bot_reason = '';
  RETURN NULL;
END $$;
CREATE FUNCTION score_behaviour_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT l.lead_id FROM rows_before b JOIN rows_now n USING (id)
    CROSS JOIN LATERAL (VALUES (b.lead_id), (n.lead_id)) l (lead_id)
    WHERE l.lead_id IS NOT NULL AND (b.lead_id, b.bot_reason = '', b.kind, b.what, b.interest, b.at)
      IS DISTINCT FROM (n.lead_id, n.bot_reason = '', n.kind, n.what, n.interest, n.at);
  RETURN NULL;
END $$;
CREATE FUNCTION score_behaviour_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO score_unscored (lead_id)
    SELECT DISTINCT lead_id FROM rows_before WHERE lead_id IS NOT NULL AND bot_reason = '';
  RETURN NULL;
END $$;
CREATE TRIGGER is_behaviour_came AFTER INSERT ON records_engagement
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION score_behaviour_came();
CREATE TRIGGER is_behaviour_changed AFTER UPDATE ON records_engagement
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now
  FOR EACH STATEMENT EXECUTE FUNCTION score_behaviour_changed();
CREATE TRIGGER is_behaviour_gone AFTER DELETE ON records_engagement
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION score_behaviour_went();
"""
BACK = """
DROP TRIGGER is_behaviour_came ON records_engagement;
DROP TRIGGER is_behaviour_changed ON records_engagement;
DROP TRIGGER is_behaviour_gone ON records_engagement;
DROP FUNCTION score_behaviour_came();
DROP FUNCTION score_behaviour_changed();
DROP FUNCTION score_behaviour_went();
"""


class Migration(migrations.Migration):
    dependencies = [("score", "0005_behaviour"), ("records", "0029_engagement")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
