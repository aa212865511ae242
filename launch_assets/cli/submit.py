"""`launch submit`: sends the pull request that a run held back."""

from launch_assets.submit import submit
from resources.run_store.layout import find_run
from resources.run_store.places import places_now


def submit_run(run_id: str) -> int:
    """Send exactly what a run recorded, and say where the pull request is."""
    places = places_now()
    sent = submit(places, run_id)
    layout = find_run(places.runs, run_id)
    if sent.already:
        print(f"Run {run_id} was sent already; nothing was done.")
    else:
        print(f"Sent what run {run_id} recorded.")
    print(f"PR         {sent.result.pr_html_url}")
    print(f"Exchanges  {layout.evidence / 'delivery'}")
    return 0
