"""Who helps a representative to reach people: analysts, the means they ask for, plans.

What is always true here: who pays is said of every analyst and every request, and no money
pays for accounts that it may not pay for (`payers`); nobody decides what they asked for
themselves; an analyst's right to see a representative begins and ends with the assignment; a
plan rests on measures, and what came after it is shown beside its peers and never called proof.
Overdue is computed, never stored.
"""
