"""Whoever writes asks first: services are keyword-only, annotated, and reach `require`.

A service is a public function under `services/` that writes, itself or through another function
of ours; what takes the acting person takes everything by name. Readers need no right of their own:
scope is a queryset method.
"""

import ast
from functools import cache

import pytest

from tests.architecture.house import ROOMS, dotted, modules, tree

GUARDS = {"require", "require_all", "require_any", "require_in_part"}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "insert_rows",
    "update_rows",
}

ASKED_BEFORE: dict[str, str] = {
    "accounts.services.reach.enter": "the trail of an account, whose service has asked",
    "accounts.services.audit.record": "the trail itself: called last by services that have asked",
    "funding.services.flow_trail.enter": "half of booking money, which has asked",
    "funding.services.sources.ensure_sources": "a fixed list, the same for every district",
    "renovation.services.plans.ensure_plan": "half of adopting a table, which has asked",
    "funding.services.sources.source_of": "finds a row of that fixed list",
    "funding.services.sources.residents_source": "finds a row of that fixed list",
    "approvals.services.paper_rows.write_answers": "half of recording a paper, which has asked",
    "approvals.services.paper_rows.trail": "half of recording a paper, which has asked",
    "approvals.services.round_trail.record_in_all": "the trail of a round, whose service has asked",
    "approvals.services.rolls.freeze": "half of opening a round, which has asked",
    "approvals.services.tallies.apply": "half of recording a paper, under the round's lock",
    "approvals.services.tallies.start_running": "half of opening a round",
    "funding.services.tables.problems_of": "only reads; the fixed list of sources is made",
    "districts.services.roll_places.places_of": "half of adopting a roll, which has asked",
    "districts.services.identity.owners_for": "half of registering homes, which has asked",
    "districts.services.register_facts.keep_history": "half of writing facts, which has asked",
    "districts.services.merging.merge": "half of loading reference data, run by the operator",
    "accounts.services.rekeying.rekey_fields": "new keys for old data, run by the operator",
    "records.services.rekeying.rekey_files": "new keys for old files, run by the operator",
    "records.services.forgetting.forget": "old keys and drafts, run by the operator",
    "districts.services.loading.load_areas": "reference data, loaded by the operator's command",
    "districts.services.loading.load_units": "reference data, loaded by the operator's command",
    "policies.services.calendars.load_calendars": "public days, loaded by the operator",
    "policies.services.keeping.carry_bindings": "half of bringing in a draft, which has asked",
    "policies.services.keeping.locked_policy": "half of bringing in a draft, which has asked",
    "policies.services.keeping.new_draft": "half of bringing in a draft, which has asked",
    "policies.services.keeping.write": "half of bringing in a draft, which has asked",
    "policies.services.drafts.ship_draft": "shipped policies land as drafts that bind nobody",
    "policies.services.transferring.ship_transfer": "a file from elsewhere lands as nobody's draft",
    "records.services.drafts.save": "one's own draft; nobody else can name it",
    "records.services.drafts.forget": "one's own draft",
    "records.services.jobs.request": "asked by the service whose work it queues",
    "records.services.jobs.cancel": "one's own job; another's is not found",
    "records.services.jobs.again": "one's own job; another's is not found",
    "intake.services.uploads.enter": "half of taking a table in, which has asked",
    "intake.services.working.read_upload": "the worker's half of receive, which has asked",
    "records.services.jobs.run": "the worker; the right was asked when the job was requested",
    "records.services.papers.issue": "the worker's half of request_paper",
    "records.services.papers.issue_documents": "the worker's half of request_paper",
    "records.services.serials.take_serial": "a counter inside a service's transaction",
    "records.services.views.save_view": "one's own view of a list",
    "records.services.views.drop_view": "one's own view of a list",
    "reports.services.simulating.run_simulation": "the worker's half of simulate, which has asked",
    "accounts.services.credentials.changed_own_password": "one's own password",
    "accounts.services.credentials.signed_in": "the trail of one's own login",
    "renovation.services.plan_heads.put_words_back": "half of undoing an import, which has asked",
    "intake.services.formats.marking.mark_workbook": "saves a workbook in memory only",
    "intake.services.staging.stage": "half of an upload, which has asked",
    "intake.services.staging.restage": "examines again what a service has just changed",
    "intake.services.staging.remark": "counts again what a service has just accepted",
    "renovation.services.migration_steps.restore": "half of taking a move back, which has asked",
    "renovation.services.progress.refresh": "stores what a service has just changed",
    "renovation.services.applying.open_next": "goes on with what a service has just done",
    "renovation.services.applying.facts_changed": "follows what a service has just recorded",
    "renovation.services.progress.move": "a step's own move, whose service has asked",
}
"""`module.function` that writes without asking for a right, each with its reason."""

FILES = [file for file in modules(*ROOMS) if "services" in file.parts]


def names_of(file):
    """What a module's imports mean: local name to dotted origin."""
    meaning = {}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                meaning[alias.asname or alias.name] = alias.name
    return meaning


def functions(module):
    return [node for node in module.body if isinstance(node, ast.FunctionDef)]


def calls(function, module_name, meaning, local):
    """Dotted names of what a function calls or hands on, as far as syntax tells."""
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name) if name in local and name != function.name:
                yield f"{module_name}.{name}"
            case ast.Name(id=name) if name in meaning:
                yield meaning[name]
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in meaning:
                yield f"{meaning[owner]}.{name}"


def writes_itself(function):
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in WRITES:
                return True
            case ast.Call(func=ast.Name(id="insert_rows" | "insert_values" | "update_rows")):
                return True
            case ast.Call(func=ast.Attribute(attr="update", value=ast.Call() | ast.Attribute())):
                return True
    return False


@cache
def graph():
    """Every function under services: what it calls, whether it writes."""
    called, writers = {}, set()
    for file in FILES:
        own, meaning = dotted(file), names_of(file)
        local = {function.name for function in functions(tree(file))}
        for function in functions(tree(file)):
            name = f"{own}.{function.name}"
            called[name] = set(calls(function, own, meaning, local))
            if writes_itself(function):
                writers.add(name)
    return called, writers


def reaches(name, goal, seen=None):
    """Whether the function, or one of ours that it calls, meets the goal."""
    called, _ = graph()
    seen = set() if seen is None else seen
    if name in seen or name not in called:
        return False
    seen.add(name)
    return goal(name) or any(reaches(other, goal, seen) for other in called[name])


def asks(name):
    called, _ = graph()
    return any(other.rpartition(".")[2] in GUARDS for other in called[name])


def writes(name):
    return name in graph()[1]


PUBLIC = [
    (f"{dotted(file)}.{function.name}", function)
    for file in FILES
    for function in functions(tree(file))
    if not function.name.startswith("_")
]
SERVICES = [(name, function) for name, function in PUBLIC if reaches(name, writes)]
ACTS = [
    (n, f)
    for n, f in PUBLIC
    if {"by", "user"} & {a.arg for a in ast.walk(f.args) if isinstance(a, ast.arg)}
]


@pytest.mark.parametrize(("name", "function"), SERVICES, ids=[name for name, _ in SERVICES])
def test_a_service_asks_for_the_right_first(name, function):
    assert reaches(name, asks) or name in ASKED_BEFORE


@pytest.mark.parametrize(("name", "function"), ACTS, ids=[name for name, _ in ACTS])
def test_what_a_person_does_takes_its_arguments_by_name(name, function):
    given = function.args

    assert [argument.arg for argument in [*given.posonlyargs, *given.args]] == []
    assert given.vararg is None


@pytest.mark.parametrize(("name", "function"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_a_public_function_says_its_types(name, function):
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]

    assert [argument.arg for argument in every if argument.annotation is None] == []
    assert function.returns is not None


def test_exceptions_name_services_that_exist_and_give_a_reason():
    known = {name for name, _ in SERVICES}

    assert [name for name in ASKED_BEFORE if name not in known] == []
    assert [name for name, reason in ASKED_BEFORE.items() if not reason] == []
