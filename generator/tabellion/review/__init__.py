"""The public review of an edition: comments that are anchored in it, kept for good, decided and answered.

What every door makes and every page shows is one record:

- `record.comment.Comment`: a comment as its events leave it, with its `record.anchor.Anchor` (what it is about).
- `record.event.Event`: who did what when, each field before and after; `record.event.FieldChange` is one field.
- `record.submission.Submission`: a comment as a door hands it in, before it has a number.
- `record.vocabulary`: the words that fields may hold, each an `Word` in both languages, with HL7's and ISO's.
- `record.states`: the states of a comment and which may follow which; `record.decisions`: what can be decided.

`register.register.Register` is the folder of a review: one text file for each comment, a line for each event, nothing
ever deleted; `register.writing` changes it all or nothing, and `register.reception` decides what becomes of a
submission that comes in: a new comment, a revision, or the same again.
"""
