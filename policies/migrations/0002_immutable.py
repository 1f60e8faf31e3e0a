"""Published versions, and what was decided about them, are closed by the database too."""

from typing import ClassVar

from django.db import migrations

_VERSION = """
CREATE TRIGGER policies_policyversion_immutable BEFORE UPDATE ON policies_policyversion
    FOR EACH ROW WHEN (
        OLD.status IN ('published', 'retired') AND (
            (OLD.policy_id, OLD.sequence, OLD.content, OLD.cases, OLD.content_hash, OLD.shipped)
            IS DISTINCT FROM
            (NEW.policy_id, NEW.sequence, NEW.content, NEW.cases, NEW.content_hash, NEW.shipped)
            OR (OLD.place_number, OLD.programme, lower(OLD.period), OLD.made_at, OLD.made_by_id,
                OLD.checked_at, OLD.checked_by_id, OLD.published_at, OLD.published_by_id)
            IS DISTINCT FROM
               (NEW.place_number, NEW.programme, lower(NEW.period), NEW.made_at, NEW.made_by_id,
                NEW.checked_at, NEW.checked_by_id, NEW.published_at, NEW.published_by_id)
            OR NEW.status NOT IN ('published', 'retired')
            OR (OLD.status = 'retired' AND NEW.status <> 'retired')
            OR (OLD.status = NEW.status AND OLD.period IS DISTINCT FROM NEW.period)
        )
    ) EXECUTE FUNCTION refuse_change('已发布的政策版本不可修改，请另起新版');
CREATE TRIGGER policies_policyversion_kept BEFORE DELETE ON policies_policyversion
    FOR EACH ROW WHEN (OLD.status IN ('published', 'retired'))
    EXECUTE FUNCTION refuse_change('已发布的政策版本不可删除');
CREATE TRIGGER policies_policyversion_no_truncate BEFORE TRUNCATE ON policies_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('政策版本不可清空');
"""

_PARTS = """
CREATE OR REPLACE FUNCTION refuse_change_of_published_policy() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    target bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
BEGIN
    IF current_setting('renovation.maintenance', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF EXISTS (
        SELECT 1 FROM policies_policyversion
        WHERE status IN ('published', 'retired')
          AND id IN (target, CASE WHEN TG_OP = 'UPDATE' THEN OLD.version_id ELSE target END)
    ) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER policies_conflictdecision_closed
    BEFORE INSERT OR UPDATE OR DELETE ON policies_conflictdecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_policy('政策已发布，冲突裁定不可再改');
CREATE TRIGGER policies_unitbinding_closed
    BEFORE INSERT OR UPDATE OR DELETE ON policies_unitbinding
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_policy('政策已发布，单位对应不可再改');
"""

_UNDO = """
DROP TRIGGER IF EXISTS policies_unitbinding_closed ON policies_unitbinding;
DROP TRIGGER IF EXISTS policies_conflictdecision_closed ON policies_conflictdecision;
DROP FUNCTION IF EXISTS refuse_change_of_published_policy();
DROP TRIGGER IF EXISTS policies_policyversion_no_truncate ON policies_policyversion;
DROP TRIGGER IF EXISTS policies_policyversion_kept ON policies_policyversion;
DROP TRIGGER IF EXISTS policies_policyversion_immutable ON policies_policyversion;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("policies", "0001_initial"), ("accounts", "0002_audit_append_only")]
    operations: ClassVar = [migrations.RunSQL(_VERSION + _PARTS, _UNDO)]
