"""What citizens write to accounts: delivered by platforms, kept once, and erased in time.

`views` is the door at which platforms knock; `inbox` stores what people wrote, whichever way
it came, and erases it: when its time is over, when a platform says that it was taken back,
and when somebody asks for it.
"""
