"""Measures beside the verdict: where counts are going, and what can be said of them.

The measures themselves are rules (`pahunch/rules`). Here they are brought to the lake's
accounts, and to plain files, so that anybody can check them with other data.
"""
