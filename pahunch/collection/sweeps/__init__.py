"""Sweeps: every account asked on time, once a window, within every limit.

How one part of a sweep goes, and why nothing is lost or done twice wherever it is cut off:

1. **claim** (one transaction): duties that are due are taken under a lease, and what their
   requests cost is spent on the meters. Nobody else can take them, and no two workers can
   spend the same rest of a limit. What dies after this has spent more than it asked.
2. **ask**: the requests go out, some at once; each attempt is noted.
3. **answered** (one transaction, only while the lease is ours): what came back is written
   down with the claim. Before this the claim is simply asked again once its lease ends.
4. **append**: observations, posts and fetches enter the lake as the run of the claim; a run
   that is there adds nothing, so that anybody may do this step again.
5. **settle** (one transaction): duties, meters, accounts and connections learn what came of
   it, and the claim goes.
"""
