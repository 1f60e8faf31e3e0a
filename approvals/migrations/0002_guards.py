"""The roll is frozen, tallies and answers stay, of a paper only `live` may end, of opinions nothing."""

from django.db.migrations import Migration, RunSQL

from accounts.append_only import append_only, immutable_when

ONLY_LIVE_ENDS = """
CREATE OR REPLACE FUNCTION approvals_paper_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('renovation.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' AND OLD.live AND NOT NEW.live THEN
        OLD.live := false;
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '意见表录入后不能改动，更正须另录一份并写明事由' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER approvals_paper_append_only BEFORE UPDATE OR DELETE ON approvals_paper
    FOR EACH ROW EXECUTE FUNCTION approvals_paper_change();
CREATE TRIGGER approvals_paper_no_truncate BEFORE TRUNCATE ON approvals_paper
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('意见表不能清空');
"""
BACK = """
DROP TRIGGER IF EXISTS approvals_paper_append_only ON approvals_paper;
DROP TRIGGER IF EXISTS approvals_paper_no_truncate ON approvals_paper;
DROP FUNCTION IF EXISTS approvals_paper_change();
"""


class Migration(Migration):
    dependencies = [("approvals", "0001_initial"), ("accounts", "0002_audit_append_only")]

    operations = [
        append_only("approvals_head", "名册已经冻结，不能改动"),
        append_only("approvals_headunit", "名册已经冻结，不能改动"),
        append_only("approvals_tally", "计票结果不能改动"),
        append_only("approvals_answer", "意见录入后不能改动，更正须另录一份并写明事由"),
        RunSQL(ONLY_LIVE_ENDS, BACK),
        immutable_when(
            "approvals_round",
            "OLD.state IN ('confirmed', 'void')",
            "本轮征询已经复核或作废，不能再改动",
        ),
        immutable_when(
            "approvals_opinion",
            "OLD.given_at IS NOT NULL",
            "意见签署后不能改动，需要改的请重新发起会商",
        ),
    ]
