"""The parts of an .xlsx archive: read when asked for, changed in place, all others passed on byte for byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from posixpath import basename, dirname, join, normpath, relpath

from lxml import etree

from tabellion.tables.workbook_parts import with_usual_names

CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# "Strict Open XML" has its own addresses for the same kinds of relations (ISO/IEC 29500-1)
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Parts:
    """An archive that is being changed: its parts as trees, those that are new as bytes."""

    def __init__(self, source: Path | io.BytesIO) -> None:
        self._archive = zipfile.ZipFile(with_usual_names(source))
        self._trees: dict[str, etree._Element] = {}
        self._unchanged: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self._names = {item.filename for item in self._archive.infolist()}

    def close(self) -> None:
        """Close the archive that is read."""
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names or name in self._new or name in self._trees

    def tree(self, name: str) -> etree._Element:
        """The root of a part, the same each time; what is changed in it is written. Raises `KeyError`."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            self._trees[name] = etree.fromstring(self._archive.read(name), parser)
            self._unchanged[name] = etree.tostring(self._trees[name])
        return self._trees[name]

    def add(self, name: str, content: etree._Element | bytes) -> None:
        """Put a new part into the archive."""
        if isinstance(content, bytes):
            self._new[name] = content
        else:
            self._trees[name] = content

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as `xl/comments{}.xml` that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part of each relation of a part, by its id; relations that lead outside are left out."""
        name = _relations_name(part)
        if name not in self:
            return {}
        found = {}
        for item in self.tree(name):
            if isinstance(item.tag, str) and item.get("TargetMode") != "External":
                target = item.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
                found[item.get("Id", "")] = item.get("Type", "").rsplit("/", 1)[-1], path
        return found

    def remove(self, name: str, part: str) -> None:
        """Take out a part, with the relation from another `part` to it."""
        gone = {identifier for identifier, (_, path) in self.targets(part).items() if path == name}
        relations = self.tree(_relations_name(part))
        for item in list(relations):
            if item.get("Id") in gone:
                relations.remove(item)
        types = self.tree(CONTENT_TYPES)
        for item in list(types):
            if item.get("PartName") == f"/{name}":
                types.remove(item)
        for gone_name in (name, _relations_name(name)):
            self._names.discard(gone_name)
            self._trees.pop(gone_name, None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another; the id of the relation."""
        name = _relations_name(part)
        if name not in self:
            self.add(name, etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS}))
        root = self.tree(name)
        known = {item.get("Id") for item in root if isinstance(item.tag, str)}
        number = 1
        while f"tabellion{number}" in known:
            number += 1
        relation = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=f"tabellion{number}")
        relation.set("Type", f"{self.office}/{kind}")
        relation.set("Target", relpath(target, dirname(part)))
        return f"tabellion{number}"

    @property
    def office(self) -> str:
        """How the addresses of the kinds of relations begin in this archive."""
        kinds = [item.get("Type", "") for item in self.tree("_rels/.rels") if isinstance(item.tag, str)]
        return STRICT_OFFICE if any(kind.startswith(STRICT_OFFICE) for kind in kinds) else OFFICE

    def declare(self, name: str, content_type: str) -> None:
        """State the type of a new part."""
        etree.SubElement(self.tree(CONTENT_TYPES), f"{TYPES}Override", PartName=f"/{name}", ContentType=content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """State the type of all parts with an extension, where the archive does not."""
        root = self.tree(CONTENT_TYPES)
        if not any(item.get("Extension", "").lower() == extension for item in root if isinstance(item.tag, str)):
            root.insert(0, etree.Element(f"{TYPES}Default", Extension=extension, ContentType=content_type))

    def archive(self) -> bytes:
        """The archive with what was changed, its parts in the order they had, new ones at the end."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            written = set()
            for item in self._archive.infolist():
                if item.filename not in written and item.filename in self._names:
                    written.add(item.filename)
                    _write(out, item.filename, self._content(item.filename))
            for name in sorted((self._new.keys() | self._trees.keys()) - written):
                _write(out, name, self._content(name))
        return made.getvalue()

    def _content(self, name: str) -> bytes:
        if name in self._trees and etree.tostring(self._trees[name]) != self._unchanged.get(name):
            return bytes(etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True))
        return self._new[name] if name in self._new else self._archive.read(name)


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _relations_name(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")
