"""The table of operations: what can be done, and which roles may.

A room that adds an operation adds a row here. A page, an action or an API operation names
its row; a test of the house finds rows that nobody names and names without a row.
"""

from __future__ import annotations

from typing import NamedTuple

from pahunch.staff.roles import Role


class Operation(NamedTuple):
    """One thing that can be done: its name `room.verb`, a sentence, and who may."""

    name: str
    sentence: str
    roles: frozenset[Role]
    everybody: bool = False
    """Whoever is signed in may, even without a grant."""


CELL = frozenset({Role.STATE_CELL})
AUDIT = frozenset({Role.AUDITOR})
ADMIN = frozenset({Role.ADMINISTRATOR})
REVIEW = frozenset({Role.STATE_CELL, Role.REVIEWER, Role.AUDITOR})
LET_IN = frozenset(
    {
        Role.STATE_CELL,
        Role.ANALYST,
        Role.OFFICE,
        Role.DISTRICT_OFFICER,
        Role.DEPARTMENT_OFFICER,
    }
)
"""Whoever works with an account's owner, each in the part granted."""
CONFIRM = LET_IN - {Role.OFFICE}
"""An office may read its own count off a screen; somebody else confirms it."""
ANSWER = frozenset({Role.OFFICE, Role.ANALYST})
"""Whoever speaks for an account."""
OWN = frozenset({Role.OFFICE})
"""Only a representative's own office."""
DECIDE = frozenset({Role.STATE_CELL, Role.REVIEWER})
DOUBT = ANSWER | DECIDE | AUDIT
"""Nobody else reads of a doubt that nobody has decided."""
TRAIN = frozenset({Role.STATE_CELL, Role.DISTRICT_OFFICER, Role.BLOCK_TRAINER})
"""Whoever trains, each in the part granted."""
LEARN = TRAIN | AUDIT | {Role.REVIEWER}
"""Whoever reads how far training has come."""
READERS = frozenset(Role) - ADMIN
"""Everybody who reads verdicts, each in the part granted. Managing users is not reading."""

OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("dashboard.see_overview", "See who has met the target.", READERS | ADMIN),
        Operation("dashboard.see_representative", "See one representative.", READERS),
        Operation("dashboard.see_constituency", "See one constituency.", READERS),
        Operation("dashboard.see_district", "See one district.", READERS),
        Operation("dashboard.see_rule", "Read how a figure is made.", frozenset(), everybody=True),
        Operation("dashboard.export", "Take a table away as a file.", READERS),
        Operation("directives.see_directive", "Read a directive.", READERS),
        Operation("directives.see_verdict", "See the verdict on a representative.", READERS),
        Operation("directives.order_period", "Order and end an election period.", CELL),
        Operation("directives.publish_verdict", "Publish a verdict, for good.", CELL),
        Operation("directives.see_published", "See published verdicts.", READERS | ADMIN),
        Operation("directives.see_reviews", "See reviews and commitments.", REVIEW),
        Operation("directives.hold_review", "Plan, hold, note and cancel reviews.", DECIDE),
        Operation("directives.commit", "Enter commitments, finish or drop them.", DECIDE),
        Operation("directives.do_own_commitment", "Do one's own.", frozenset(), everybody=True),
        Operation("directives.see_receipts", "See who has read a directive.", DOUBT),
        Operation("directives.confirm_receipt", "Confirm having read a directive.", OWN),
        Operation("directives.see_reminders", "See reminders and whom they reach.", DOUBT),
        Operation("directives.enter_contact", "Enter and end a contact.", CELL | OWN),
        Operation("directives.send_again", "Send a reminder again.", CELL),
        Operation("directives.load", "Bring in directives from a file.", CELL),
        Operation("simulation.make_state", "Make the made-up state.", CELL),
        Operation("registry.see", "See people, divisions and accounts.", READERS | ADMIN),
        Operation("registry.import_registry", "Load the registry from files.", CELL),
        Operation("registry.export_registry", "Write the registry to files.", CELL | AUDIT),
        Operation("registry.correct_fact", "Correct a fact of the registry by hand.", CELL),
        Operation("registry.see_vocabulary", "See the words of government work.", READERS),
        Operation("registry.edit_vocabulary", "Add such a word, or take one out.", CELL),
        Operation("collection.import_counts", "Bring in counts from a file.", CELL),
        Operation("collection.see_counts", "See the counts of an account.", READERS),
        Operation("collection.see_imports", "See which files were brought in.", CELL | AUDIT),
        Operation("collection.see_coverage", "See which accounts were counted.", READERS | ADMIN),
        Operation(
            "collection.see_platforms", "See what platforms offer and cost.", READERS | ADMIN
        ),
        Operation("collection.set_application", "Set the keys of a platform.", ADMIN),
        Operation("collection.set_timetable", "Set when platforms are asked.", ADMIN),
        Operation("collection.rotate_keys", "Seal every secret with a new key.", ADMIN),
        Operation("collection.erase_messages", "Erase what people wrote.", CELL | ADMIN),
        Operation("collection.connect_account", "Connect an account, end a consent.", LET_IN),
        Operation("collection.see_connections", "See who let us in.", LET_IN | AUDIT | ADMIN),
        Operation("collection.enter_reading", "Enter a count read off a screen.", LET_IN),
        Operation("collection.confirm_reading", "Read a screenshot again, decline it.", CONFIRM),
        Operation("collection.see_readings", "See counts read by hand, with evidence.", READERS),
        Operation("collection.withdraw_run", "Withdraw a run, with a reason.", CELL),
        Operation("measures.see_surveys", "See surveys of overlaps between platforms.", READERS),
        Operation("measures.import_survey", "Bring in a survey of overlaps.", CELL),
        Operation("measures.withdraw_survey", "Withdraw a survey, with a reason.", CELL),
        Operation("measures.see_peers", "See comparison sets and urban shares.", READERS),
        Operation("measures.freeze_peers", "Freeze comparison sets of a state.", CELL),
        Operation("measures.import_urban", "Bring in urban shares from a file.", CELL),
        Operation("measures.raise_suspicions", "Ask about growth that stands out.", CELL),
        Operation("measures.see_suspicions", "See suspicions and answers.", DOUBT),
        Operation("measures.answer_suspicion", "Answer for an account's holder.", ANSWER),
        Operation("measures.decide_suspicion", "Uphold or dismiss, with a reason.", DECIDE),
        Operation("training.see_coverage", "See how many are trained, block by block.", LEARN),
        Operation("training.see_programmes", "See programmes.", LEARN),
        Operation("training.edit_programme", "Make programmes, tests and plans.", CELL),
        Operation("training.see_sessions", "See sessions and who came.", TRAIN | AUDIT),
        Operation("training.plan_session", "Plan, hold and cancel sessions.", TRAIN),
        Operation("training.mark_attendance", "Invite, and mark who came.", TRAIN),
        Operation("training.see_people", "See who is trained, without phones.", TRAIN | AUDIT),
        Operation("training.import_people", "Bring in people from a file.", TRAIN),
        Operation("training.reveal_phone", "See a phone, with a reason.", TRAIN),
        Operation("training.decide_double", "Say whether two are one person.", TRAIN),
        Operation("training.give_certificate", "Note tests, give certificates.", TRAIN),
        Operation("training.erase", "Erase phones, files and names.", CELL | ADMIN),
        Operation("support.see_assignments", "See who supports whom.", READERS),
        Operation("support.see_analysts", "See analysts, teams and load.", REVIEW | {Role.ANALYST}),
        Operation("support.manage_analysts", "Add analysts and teams.", CELL),
        Operation("support.assign", "Assign, end, hand over.", CELL),
        Operation("support.see_own_work", "See one's own.", frozenset(), everybody=True),
        Operation("support.see_means", "See requests for means.", DOUBT),
        Operation("support.ask_means", "Ask for means, withdraw, confirm.", ANSWER),
        Operation("support.check_means", "Check a request, deliver.", CELL),
        Operation("support.approve_means", "Approve or decline a request.", DECIDE),
        Operation("support.see_plans", "See improvement plans.", DOUBT),
        Operation("support.propose_plans", "Propose plans from the measures.", CELL),
        Operation("support.agree_plan", "Agree on a plan, finish or drop it.", DECIDE),
        Operation("support.do_step", "Say of a plan's step what became of it.", ANSWER | CELL),
        Operation("staff.see_deeds", "Read the book of deeds.", AUDIT),
        Operation("staff.manage_users", "Add users, give and take grants.", ADMIN),
        Operation("staff.lend_analyst", "Lend an analyst the right to one person.", CELL),
        Operation("staff.see_own_account", "See one's own account.", frozenset(), everybody=True),
        Operation("staff.choose_language", "Choose one's language.", frozenset(), everybody=True),
    )
}
