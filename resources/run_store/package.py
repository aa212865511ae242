"""A run's evidence as one archive: the same bytes for the same run, wherever and whenever made."""

import gzip
import io
import tarfile
from dataclasses import dataclass
from pathlib import Path

from launch.digests import sha256
from launch.errors import StorageError
from resources.run_store.atomic import disk_errors
from resources.run_store.layout import RunLayout

_PARTS = ("evidence", "artifacts", "snapshot.json")


@dataclass(frozen=True)
class Packed:
    """An archive that was written."""

    files: int
    sha256: str


def package(layout: RunLayout, out: Path) -> Packed:
    """Write `evidence/`, `artifacts/` and `snapshot.json` as a tar.gz.

    Names, order, owners, modes and times say nothing of this machine. Only regular files go in.
    StorageError where the archive cannot be written, or is there already.
    """
    files = _files(layout.root)
    archived = _archived(layout.root, files)
    with disk_errors(out):
        try:
            with out.open("xb") as file:
                file.write(archived)
        except FileExistsError as error:
            raise StorageError(
                f"{out} is there already", hint="remove it, or name another file with --out"
            ) from error
    return Packed(len(files), sha256(archived))


def _archived(root: Path, files: tuple[Path, ...]) -> bytes:
    raw = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in files:
            _add(archive, path, path.relative_to(root).as_posix())
    return raw.getvalue()


def _files(root: Path) -> tuple[Path, ...]:
    found = (path for part in _PARTS for path in (root / part, *(root / part).rglob("*")))
    regular = {path for path in found if path.is_file() and not path.is_symlink()}
    whole = (path for path in regular if not path.name.endswith(".part"))
    return tuple(sorted(whole, key=lambda path: path.relative_to(root).as_posix()))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    data = path.read_bytes()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o644, 0
    archive.addfile(entry, io.BytesIO(data))
