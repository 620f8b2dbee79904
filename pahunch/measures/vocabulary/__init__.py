"""The words of government work: their list, what a sentence tells by them, and their errors.

The terms themselves, and what a cell changes of them, are `pahunch.registry`'s: collecting
reads posts by them as well.
"""
