"""The two made-up orders, as rows for the door of the directives."""

from __future__ import annotations

from datetime import date, timedelta

from pahunch.facts import Adding
from pahunch.simulation.geography import CODE, ROLLS
from pahunch.simulation.plan import Plan


def directives(plan: Plan, *, rosters: bool, usual_day: date | None) -> list[dict[str, str]]:
    """Give the rows of the two made-up orders, in the columns that directives are loaded from.

    With `rosters` they name the lake's rosters, for a state without people in the registry.
    """
    six_months = timedelta(days=182)
    said = min(plan.until, max(plan.first_day, plan.until - timedelta(days=60)))
    rows = (
        ("minister", "ministers", "मंत्रियों", plan.first_day, plan.first_day + six_months),
        ("member", "members", "विधायकों", said, said + six_months),
    )
    return [
        {
            "code": f"{CODE}-{whom}",
            "state": CODE,
            "title": f"Udaharan Pradesh: {whom} to reach 5 per cent of their electors",
            "title_hi": f"उदाहरण प्रदेश: {whom_hi} की पहुँच मतदाताओं के 5 प्रतिशत तक",
            "text": (
                f"Made-up order: at least 5 per cent of the electors of their constituency "
                f"follow the {whom} on social media."
            ),
            "text_hi": (
                f"काल्पनिक आदेश: {whom_hi} के क्षेत्र के कम से कम 5 प्रतिशत मतदाता "
                "सोशल मीडिया पर उनका अनुसरण करें।"
            ),
            "issuer": "Government of Udaharan Pradesh (made-up)",
            "issuer_hi": "उदाहरण प्रदेश शासन (काल्पनिक)",
            "issued_on": issued.isoformat(),
            "due_on": due.isoformat(),
            "starts": plan.first_day.isoformat(),
            "usual_day": usual_day.isoformat() if usual_day else "",
            "binds": kind,
            "share": "5%",
            "adding": Adding.TOTAL.value,
            "kinds": "office;personal",
            "platforms": "",
            "fresh_days": "7",
            "roll": str(ROLLS[-1]),
            "roster": f"{CODE}-{whom}" if rosters else "",
            "replaces": "",
            "source": plan.source,
            "verified": "no",
        }
        for kind, whom, whom_hi, issued, due in rows
    ]
