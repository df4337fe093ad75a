"""The closed set of fonts that every paper is set in."""

import hashlib
import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

PACKAGES = Path(__file__).resolve().parents[4] / "node_modules" / "@expo-google-fonts"

# Folder and file of each face; the order of families is that of FAMILIES in house.typ.
FACES = (
    ("noto-sans", "NotoSans", ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")),
    ("noto-sans-mono", "NotoSansMono", ("400Regular", "700Bold")),
    ("noto-sans-arabic", "NotoSansArabic", ("400Regular", "700Bold")),
    ("noto-sans-hebrew", "NotoSansHebrew", ("400Regular", "700Bold")),
    ("noto-sans-georgian", "NotoSansGeorgian", ("400Regular", "700Bold")),
    ("noto-sans-armenian", "NotoSansArmenian", ("400Regular", "700Bold")),
    ("noto-emoji", "NotoEmoji", ("400Regular",)),
)


class FontsMissing(RuntimeError):
    """The font files are not where they should be."""


@dataclass(frozen=True, slots=True)
class FontPack:
    """Loaded fonts; `coverage` maps a code point to the families that can draw it."""

    fonts: typst.Fonts
    coverage: Mapping[int, frozenset[str]]
    digest: str


def fonts_folder() -> Path:
    """Where the packages `noto-…` lie: `ERASDU_FONTS`, otherwise the checkout's node_modules."""
    return Path(os.environ.get("ERASDU_FONTS") or PACKAGES)


@lru_cache(maxsize=4)
def font_pack(folder: Path) -> FontPack:
    """The fonts under `folder`, read once per process; FontsMissing names the first file that lacks."""
    files = list(_faces(folder))
    contents = {path: path.read_bytes() for _, path in files}
    coverage = _coverage(files, contents)
    digest = hashlib.sha256()
    for _, path in files:
        digest.update(hashlib.sha256(contents[path]).digest())
    # typst takes folders; each of these holds one file, so the set stays closed.
    folders = [path.parent for _, path in files]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    if len(fonts.fonts()) != len(files):
        raise FontsMissing(f"the font folders under {folder} hold other files than the {len(files)} of the pack")
    return FontPack(fonts, coverage, digest.hexdigest())


def _coverage(files: list[tuple[str, Path]], contents: Mapping[Path, bytes]) -> dict[int, frozenset[str]]:
    families: dict[int, set[str]] = {}
    for family, path in files:
        for code in code_points(contents[path]):
            families.setdefault(code, set()).add(family)
    return {code: frozenset(names) for code, names in families.items()}


def _faces(folder: Path) -> Iterator[tuple[str, Path]]:
    for package, family, cuts in FACES:
        for cut in cuts:
            path = folder / package / cut / f"{family}_{cut}.ttf"
            if not path.is_file():
                raise FontsMissing(f"font {path} is not there; ./run --prepare installs it")
            yield family, path


def code_points(font: bytes) -> set[int]:
    """The code points a TrueType file has a glyph for, from its `cmap` (subtables 4 and 12)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found |= _subtable(font, start + offset)
    return found


def _table(font: bytes, name: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == name:
            return int(offset)
    raise FontsMissing(f"a font file has no table {name!r}")


def _subtable(font: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 4:
        return set(_segments(font, at))
    if kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        triples = (struct.unpack_from(">LLL", font, at + 16 + 12 * index) for index in range(groups))
        return {code for first, last, _ in triples for code in range(first, last + 1)}
    return set()  # 14 holds variation sequences only


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    size = doubled // 2
    ends = struct.unpack_from(f">{size}H", font, at + 14)
    starts = struct.unpack_from(f">{size}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{size}H", font, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{size}H", font, ranges_at)
    for index in range(size):
        for code in range(starts[index], ends[index] + 1):
            glyph = code
            if offsets[index]:
                where = ranges_at + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", font, where)
                if glyph == 0:
                    continue
            if (glyph + deltas[index]) & 0xFFFF and code != 0xFFFF:
                yield code
