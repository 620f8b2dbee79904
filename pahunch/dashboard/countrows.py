"""The rows of the table of every count, written straight: a template takes ten times as long.

Every word that came from a source is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pahunch.dashboard.evidence import Seen
from pahunch.ui.templatetags.pahunch import spoken

ROW = (
    '<tr{struck}><th scope="row">{seen_on}{precision}</th><td class="whole">{title}</td>'
    '<td class="n" data-head="{head}"><span class="struck">{count}</span></td>'
    '<td class="whole">{wording}{source}</td><td class="whole">{note}</td></tr>'
)
FLAG = '<span class="flag warn">{flag}</span> {words}'


def count_rows(shown: Iterable[Seen]) -> SafeString:
    """Write one row a count, in the order given."""
    head = escape(gettext("Followers"))
    return SafeString("\n".join(_row(one, head) for one in shown))


def _row(one: Seen, head: str) -> str:
    return ROW.format(
        struck=' class="struck"' if one.is_withdrawn else "",
        seen_on=escape(one.seen_on),
        precision=f"<small>{escape(one.precision)}</small>" if one.precision else "",
        title=escape(one.title),
        head=head,
        count=escape(one.count),
        wording=f'<q lang="und">{escape(one.wording)}</q> ' if one.wording else "",
        source=_source(one),
        note=_note(one),
    )


def _source(one: Seen) -> str:
    if one.link:
        return f'<a href="{escape(one.link)}" rel="noreferrer">{escape(one.host)}</a>'
    return conditional_escape(spoken(one.source))


def _note(one: Seen) -> str:
    note = ""
    if one.is_withdrawn:
        note = FLAG.format(flag=escape(gettext("withdrawn")), words=escape(one.reason))
    if not one.is_dated:
        words = escape(gettext("kept and shown, never judged"))
        note += FLAG.format(flag=escape(gettext("no date")), words=words)
    return note
