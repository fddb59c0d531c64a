"""Archives whose bytes depend on their content alone: no clock, no owner, no compression library of the machine."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Mapping

# gzip's header (RFC 1952): deflate, no name, no time, unknown system
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# the levels above it take more than twice its time, and a fortieth off at best
LEVEL = 7


def tgz(files: Mapping[str, bytes]) -> bytes:
    """A `.tgz` of files by their path, sorted.

    The deflate stream comes from the pinned `deflate` library, which carries its own compressor: that of the machine
    (zlib, zlib-ng…) differs between systems.
    """
    import deflate

    content = tar(files)
    packed: bytes = bytes(deflate.deflate_compress(content, LEVEL))
    return HEADER + packed + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def tar(files: Mapping[str, bytes]) -> bytes:
    """A POSIX tar of files by their path, sorted."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return out.getvalue()
