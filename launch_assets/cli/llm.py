"""`launch llm export` and `launch llm import`: a run's pending requests as files, and back."""

from pathlib import Path

from launch_assets.pending import outlook
from launch_assets.stored import StoredRun
from resources.llm.answers import AnswerStore
from resources.llm.exchange import bring, export
from resources.run_store.places import places_now


def export_requests(run_id: str, folder: str) -> int:
    """Write the requests of a run that have no answer on record yet."""
    places = places_now()
    with StoredRun(places, run_id) as run:
        found = outlook(run.record, places)
    for warning in found.warnings:
        print(f"  Note: {warning}")
    requests = [page.request for page in found.pages if page.request is not None]
    files = export(Path(folder), requests)
    written = len(found.pages) - len(files)
    print(f"{len(files)} requests in {folder}; {written} of {len(found.pages)} pages need none")
    for file in files:
        print(f"  {file.name}")
    if files:
        print("\nNext")
        print(f"  answer each: one JSON object in {folder}/<name>.answer.json, by its schema")
        print(f"  python -m launch llm import --from {folder} --by <who answered>")
        print("  export again: verifier calls follow once drafts are on record")
    return 0


def import_answers(folder: str, by: str, *, replace: bool) -> int:
    """Put the answers of a folder on record, where runs with `llm.replay` find them."""
    done = bring(Path(folder), AnswerStore(places_now().answers), by, replace=replace)
    kept = sum(one.kept for one in done)
    print(f"{kept} answers on record, {len(done) - kept} left: another answer is on record already")
    for one in done:
        print(f"  {'kept' if one.kept else 'left'}  {one.file}")
    if any(not one.kept for one in done):
        print("\nNext\n  put these in their place: add --replace")
    if replace:
        told = "pages written before stay: `run --page PAGE` with llm.replay `only` uses these"
        print(f"\nNext\n  {told}")
    return 0
