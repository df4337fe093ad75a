"""How much the streams of a PDF hold once they are unpacked: a bomb of megabytes fits in some kilobytes.

Looked at in the bytes themselves, before any program tries to understand the document.
"""

import re
import zlib

from erasdu.kernel.uploads.limits import MEGABYTE, UNPACKED

STREAM = re.compile(rb"stream\r?\n")
BITE = 64 * 1024


def unpacks_too_far(data: bytes, most: int = UNPACKED) -> bool:
    """Whether all that looks like a packed stream holds more than `most` bytes together."""
    left = most
    for found in STREAM.finditer(data):
        if _is_packed(data, found.end()):
            left -= _unpacked(data, found.end(), left)
            if left <= 0:
                return True
    return False


def _is_packed(data: bytes, start: int) -> bool:
    head = data[start : start + 2]
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0


def _unpacked(data: bytes, start: int, most: int) -> int:
    """Bytes that come out, counted up to `most` and kept nowhere."""
    stream, rest, count = zlib.decompressobj(), memoryview(data)[start:], 0
    try:
        while rest and not stream.eof and count < most:
            packed, rest = bytes(rest[:BITE]), rest[BITE:]
            while packed and not stream.eof and count < most:
                count += len(stream.decompress(packed, MEGABYTE))
                packed = stream.unconsumed_tail
    except zlib.error:  # as far as it could be read
        pass
    return count
