"""The receiver of a public review: comments posted by anybody, and the secretariat at work on them.

`database` keeps events and people, `transactions` lets one writer after the other add to them, `posting` is the door
for contributors, `office` the secretariat's, `people` and `sign_on` say who may come in there, `exchange` brings the
database and the register of a guide together, `application` puts all of it behind one address.
"""

EXTRA = "service"
"""The extra without which no module here can be imported. None of them declares a rule."""
