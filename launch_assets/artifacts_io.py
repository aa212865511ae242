"""The one IO manager: artifacts come from the run's directory, their digest checked each time."""

from typing import Any

import dagster as dg

from launch_assets.run import Run


class Artifacts(dg.IOManager):
    """Reads artifacts as the contract that the asking asset's parameter names."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def handle_output(self, context: dg.OutputContext, obj: object) -> None:
        """Do nothing: a stage stores its artifacts, all or none, before it hands them on."""

    def load_input(self, context: dg.InputContext) -> Any:
        """Return an upstream artifact; ArtifactError if it is missing or was changed."""
        name = context.asset_key.to_user_string()
        with self.run.guard("run"):
            return self.run.record.load(context.dagster_type.typing_type, name)


@dg.io_manager(required_resource_keys={"run"}, description="Artifacts of the run's directory.")
def artifacts(context: dg.InitResourceContext) -> Artifacts:
    """Return the IO manager on the run that is open."""
    return Artifacts(context.resources.run)
