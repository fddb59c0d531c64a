"""The register and the receiver come to the same state, whatever each was told meanwhile."""

from __future__ import annotations

import base64
import datetime
from pathlib import Path

from services.review.conftest import Receiver, comment
from tabellion.diagnostics import Report
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing
from tabellion.review.secretariat.acts import Secretariat
from tabellion.services.review.exchange import exchange, forget

NOW = datetime.datetime(2024, 4, 20, 9, tzinfo=datetime.UTC)


def decided(receiver: Receiver, number: str) -> None:
    """A comment admitted and decided in the register."""
    review, report = receiver.review, Report()
    with writing(review.folder, review.id) as change:
        desk = Secretariat(change, None, report, by="Yanis", at=datetime.datetime.now(datetime.UTC))
        desk.admit(number)
        desk.decide(number, "accepted", "C'est fait.")
    assert not report.failed


def test_both_ways(receiver: Receiver) -> None:
    """What is posted comes into the register, what is decided there is seen in the receiver; again, nothing changes."""
    sent = comment()
    receiver.post(sent, organization="Souffle", author_email="zoe@souffle.example")
    assert (1, 0) == exchange(receiver.review, receiver.database)
    decided(receiver, "C-2024-0001")
    receiver.post(comment("Encore."))
    assert (1, 1) == exchange(receiver.review, receiver.database)
    assert (0, 0) == exchange(receiver.review, receiver.database)
    register = Register(receiver.review.folder)
    assert {"C-2024-0001": "decided", "C-2024-0002": "received"} == {
        item.number: item.state for item in register.comments
    }
    assert {item.uid: item for item in register.comments} == receiver.kept()


def test_no_address_in_the_register_that_is_published(receiver: Receiver) -> None:
    """The e-mail address comes into the private folder, and into no other file."""
    receiver.post(comment(), author_email="zoe@souffle.example")
    exchange(receiver.review, receiver.database)
    holding = {
        path.parent.name for path in receiver.review.folder.rglob("*.jsonl") if "zoe@" in path.read_text("utf-8")
    }
    assert {"private"} == holding


def test_one_number_given_on_both_sides(receiver: Receiver) -> None:
    """A grid is imported while somebody posts: both comments stay, told apart."""
    from tabellion.review.record.submission import Submission

    with writing(receiver.review.folder, receiver.review.id) as change:
        change.receive(Submission(comment="De la grille."), NOW)
    receiver.post(comment("De la page."))
    exchange(receiver.review, receiver.database)
    register = Register(receiver.review.folder)
    assert {"De la grille.", "De la page."} == {item.comment for item in register.comments}
    assert 2 == len({item.number for item in register.comments})


def test_a_person_taken_out(receiver: Receiver, tmp_path: Path) -> None:
    """Anonymised on one side, the person leaves the other too, from every event."""
    sent = comment()
    receiver.post(sent, author_name="Zoé Un", author_email="zoe@souffle.example", organization="Souffle")
    exchange(receiver.review, receiver.database)
    with writing(receiver.review.folder, receiver.review.id) as change:
        Secretariat(change, None, Report(), by="Yanis", at=NOW).anonymise("C-2024-0001")
    exchange(receiver.review, receiver.database)
    kept = receiver.kept()[sent["uid"]]
    assert (True, "", "", "") == (kept.anonymised, kept.author_name, kept.author_email, kept.organization)
    assert "Zoé Un" not in repr(kept.events)


def test_forgetting_everybody(receiver: Receiver) -> None:
    """After the review nothing is left that tells who wrote; what may be published is."""
    sent = comment("Publié.", publication="organization")
    receiver.post(sent, author_email="zoe@souffle.example", organization="Souffle")
    forget(receiver.review, receiver.database)
    kept = receiver.kept()[sent["uid"]]
    assert ("Publié.", "Souffle", "") == (kept.comment, kept.organization, kept.author_email)


def test_files_come_along(receiver: Receiver) -> None:
    """A file posted with a comment is encrypted in the database, comes into the register and, deleted there, leaves
    both."""
    from sqlalchemy import select

    from tabellion.review.register.register import attachment_content
    from tabellion.services.review.database import ATTACHMENTS

    content = b'{"resourceType": "Observation"}'
    sent = comment(attachments=[{"name": "exemple.json", "data": base64.b64encode(content).decode()}])
    receiver.post(sent)
    with receiver.database.engine.begin() as connection:
        (kept,) = connection.scalars(select(ATTACHMENTS.c.content))
    assert content not in kept
    exchange(receiver.review, receiver.database)
    (item,) = Register(receiver.review.folder).comments[0].attachments
    assert content == attachment_content(receiver.review.folder, item.sha256)
    with writing(receiver.review.folder, receiver.review.id) as change:
        Secretariat(change, None, Report(), by="Yanis", at=NOW).drop_attachments("C-2024-0001", "doute")
    assert attachment_content(receiver.review.folder, item.sha256) is None
    exchange(receiver.review, receiver.database)
    with receiver.database.engine.begin() as connection:
        assert [] == connection.scalars(select(ATTACHMENTS.c.content)).all()
    assert () == receiver.kept()[sent["uid"]].attachments


def test_files_of_the_register_come_into_the_receiver(receiver: Receiver) -> None:
    """One that came by a grid can be looked at in the office."""
    from tabellion.review.record.attachment import Attached
    from tabellion.review.record.submission import Submission

    attached = Attached("exemple.json", b"{}")
    with writing(receiver.review.folder, receiver.review.id) as change:
        change.receive(Submission(comment="De la grille.", attached=(attached,)), NOW)
    exchange(receiver.review, receiver.database)
    with receiver.database.engine.begin() as connection:
        kept = receiver.database.attachment(connection, receiver.review.id, attached.attachment.sha256)
    assert b"{}" == kept
