"""Words counted another way: straight from the file as YAML gives it, row after row, by hand.

No schema, no model, no counter: a clause is compared as it is written, a group is counted by going
through all rows once for every group.
"""

HOLDERS = {"level": "levels", "aspect": "aspects"}


def slow_census(document, section, start=""):
    """`count` and the number by group of the rows whose clauses begin so; exact text."""
    rows = [row for row in slow_rows(document, section) if slow_cites(row, start)]
    found = {"count": str(len(rows))}
    for field in slow_groups(section):
        for value in {row[field] for row in rows}:
            found[value] = str(len([row for row in rows if row[field] == value]))
    return found


def slow_rows(document, section):
    """The rows of a section with what they are grouped by and the clauses they rest on."""
    if section == "steps":
        return [
            {"phase": step["phase"], "clause": step.get("clause", [])}
            for step in (document.get("procedure") or {}).get("steps", [])
        ]
    if section == "catalogue":
        return [
            {
                "level": part["level"],
                "aspect": part["aspect"],
                "clause": item.get("clause") or part["clause"],
            }
            for part in document.get("catalogue", [])
            for item in part["items"]
        ]
    return [
        {"kind": row["kind"], "clause": row.get("clause", [])} for row in document.get(section, [])
    ]


def slow_groups(section):
    """By which fields rows are grouped."""
    if section == "catalogue":
        return ["level", "aspect"]
    return ["phase"] if section == "steps" else ["kind"]


def slow_cites(row, start):
    """Whether a clause, with the short name of its source written out, begins so."""
    return not start or any(clause.startswith(start) for clause in row["clause"])


def slow_names(document):
    """Every word that the policy gives a name, with the name: levels, aspects, units, phases …"""
    found = {}
    procedure = document.get("procedure") or {}
    for section in ("units", "levels", "aspects"):
        for row in document.get(section, []):
            found[section, row["key"]] = row["name"]
    for section in ("phases", "steps"):
        for row in procedure.get(section, []):
            found[section, row["key"]] = row["name"]
    return found


def slow_catalogue(document):
    """How many items there are, by level, and how many numbers they carry between them."""
    parts = document.get("catalogue", [])
    codes = []
    for part in parts:
        for item in part["items"]:
            if item["code"] not in codes:
                codes.append(item["code"])
    found = {"items": str(sum(len(part["items"]) for part in parts)), "codes": str(len(codes))}
    for level in document.get("levels", []):
        of_level = [part for part in parts if part["level"] == level["key"]]
        found[level["key"]] = str(sum(len(part["items"]) for part in of_level))
    return found
