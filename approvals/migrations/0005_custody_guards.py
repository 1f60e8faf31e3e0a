"""A copy may only be voided, once; seals and re-checks stay as they are."""

from django.db.migrations import Migration, RunSQL

from accounts.append_only import append_only

ONLY_VOIDED = """
CREATE OR REPLACE FUNCTION approvals_copy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('renovation.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL THEN
        OLD.voided_at := NEW.voided_at; OLD.voided_by_id := NEW.voided_by_id;
        OLD.void_reason := NEW.void_reason;
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '发放登记不能改动，只能作废' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER approvals_copy_append_only BEFORE UPDATE OR DELETE ON approvals_copy
    FOR EACH ROW EXECUTE FUNCTION approvals_copy_change();
CREATE TRIGGER approvals_copy_no_truncate BEFORE TRUNCATE ON approvals_copy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('发放登记不能清空');
"""
BACK = """
DROP TRIGGER IF EXISTS approvals_copy_append_only ON approvals_copy;
DROP TRIGGER IF EXISTS approvals_copy_no_truncate ON approvals_copy;
DROP FUNCTION IF EXISTS approvals_copy_change();
"""


class Migration(Migration):
    dependencies = [("approvals", "0004_custody")]

    operations = [
        RunSQL(ONLY_VOIDED, BACK),
        append_only("approvals_seal", "计票结果已经封存，不能改动"),
        append_only("approvals_recheck", "抽查记录不能改动"),
    ]
