"""Money once booked stays: corrections are entries of their own, and reversals tell the truth."""

from django.db import migrations

from accounts.append_only import append_only, immutable_when

LEDGERS = {
    "funding_ledgerentry": "台账记录不能修改、删除或清空，更正请办理冲正",
    "funding_allocation": "下达记录不能修改、删除或清空，更正请办理冲正",
    "funding_receipt": "到位记录不能修改、删除或清空，更正请办理冲正",
    "funding_payment": "支付记录不能修改、删除或清空，更正请办理冲正",
}
# What a reversal repeats of the entry that it reverses.
REPEATED = {
    "funding_ledgerentry": ("project_id", "unit_id", "amount", "voucher"),
    "funding_allocation": ("project_id", "source_id", "amount"),
    "funding_receipt": ("project_id", "source_id", "amount"),
    "funding_payment": ("project_id", "source_id", "amount"),
}
CHECK = """
    CREATE OR REPLACE FUNCTION check_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        fresh jsonb := to_jsonb(NEW);
        original jsonb;
        name text;
    BEGIN
        EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE t.id = $1', TG_TABLE_NAME)
            INTO original USING NEW.reverses_id;
        IF original ->> 'reverses_id' IS NOT NULL THEN
            RAISE EXCEPTION '冲正不能再冲正' USING ERRCODE = 'check_violation';
        END IF;
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF original -> name IS DISTINCT FROM fresh -> name THEN
                RAISE EXCEPTION '冲正须与被冲正的一笔相同：%', name USING ERRCODE = 'check_violation';
            END IF;
        END LOOP;
        IF original ? 'direction'
            AND (original ->> 'direction')::int + (fresh ->> 'direction')::int <> 0 THEN
            RAISE EXCEPTION '冲正的方向须与被冲正的一笔相反' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
"""


def reversal_trigger(table: str) -> migrations.RunSQL:
    """A reversal names an entry that is none itself, and repeats what it takes back."""
    names = ", ".join(f"'{name}'" for name in REPEATED[table])
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_reversal BEFORE INSERT ON {table}
            FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
            EXECUTE FUNCTION check_reversal({names});
        """,
        f"DROP TRIGGER IF EXISTS {table}_reversal ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("accounts", "0002_audit_append_only")]
    operations = [
        *[append_only(table, message) for table, message in LEDGERS.items()],
        append_only("funding_householdshare", "分户应缴不能修改、删除或清空，请重新测算"),
        append_only("funding_determinationline", "出资明细不能修改、删除或清空，请重新测算"),
        immutable_when(
            "funding_determination",
            "(to_jsonb(OLD) - '{live,confirmed_at,confirmed_by_id}'::text[])"
            " IS DISTINCT FROM (to_jsonb(NEW) - '{live,confirmed_at,confirmed_by_id}'::text[])"
            " OR (NEW.live AND NOT OLD.live)"
            " OR ((OLD.confirmed_at IS NOT NULL OR NOT OLD.live)"
            "     AND (OLD.confirmed_at, OLD.confirmed_by_id)"
            "         IS DISTINCT FROM (NEW.confirmed_at, NEW.confirmed_by_id))",
            "测算结果不能修改，请重新测算",
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER funding_determination_kept BEFORE DELETE ON funding_determination
                FOR EACH ROW EXECUTE FUNCTION refuse_change('测算结果不能删除，请重新测算');
            CREATE TRIGGER funding_determination_no_truncate BEFORE TRUNCATE ON funding_determination
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('测算结果不能清空');
            """,
            """
            DROP TRIGGER IF EXISTS funding_determination_kept ON funding_determination;
            DROP TRIGGER IF EXISTS funding_determination_no_truncate ON funding_determination;
            """,
        ),
        migrations.RunSQL(CHECK, "DROP FUNCTION IF EXISTS check_reversal() CASCADE;"),
        *[reversal_trigger(table) for table in LEDGERS],
    ]
