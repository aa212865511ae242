"""What patching raises: the patch that cannot be applied, by its id and file."""

from launch.errors import ArtifactError


class PatchError(ArtifactError):
    """A patch does not fit the tree it is meant for; nothing of its bundle is applied."""

    def __init__(self, patch_id: str, path: str, why: str) -> None:
        super().__init__(
            f"patch {patch_id} ({path}): {why}",
            hint="make the bundle again against the site as it is now",
        )
        self.patch_id = patch_id
        self.path = path
