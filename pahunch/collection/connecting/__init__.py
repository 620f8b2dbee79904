"""Being let in: the installation's applications, and the consent of each account's owner.

`applications` keeps the keys that a platform gave the installation, and what they may
spend. `consents` takes an account's owner to the platform and brings a token back;
`entering` takes a password or a token that the owner made. `renewing` keeps tokens from
ending, `health` says which of them need somebody, and `states` counts them.
"""
