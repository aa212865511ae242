"""Which build of a Gradle repository is the product."""

from tests.support.scans import inventory_of, manifest_of, surface_of

_FILES = {
    "settings.gradle.kts": 'rootProject.name = "tool-parent"\ninclude(":tool")\n',
    "build.gradle.kts": "plugins { java }\n",
    "build-logic/build.gradle.kts": "plugins { `kotlin-dsl` }\n",
    "tool/build.gradle.kts": 'plugins { kotlin("jvm")\n id("tool.publish-conventions") }\n',
    "tool/src/main/kotlin/T.kt": "package a\n\nclass T\n",
}


def test_the_build_called_like_the_repository_is_the_product() -> None:
    inventory = inventory_of(_FILES)
    assert inventory.manifests[0].path == "tool/build.gradle.kts"
    assert not inventory.manifests[0].private


def test_a_language_without_a_reader_is_named() -> None:
    files = {**_FILES, "tool/src/main/groovy/T.groovy": "package a\n\nclass U { void x() {} }\n"}
    notes = surface_of(files).notes
    assert any(note.startswith("Groovy is not read: 1 files") for note in notes)


def test_the_java_that_classes_are_made_for_is_the_requirement_and_not_the_builder_s() -> None:
    targeted = (
        "plugins { java }\njava { toolchain { languageVersion.set(JavaLanguageVersion.of(21)) } }\n"
    )
    release = "tasks.compileJava { options.release.set(11) }\n"
    convention = targeted.replace("plugins { java }", 'plugins { id("tool.jvm-conventions") }')
    said = {
        name: manifest_of("build.gradle.kts", text).runtime
        for name, text in (("only", targeted), ("both", targeted + release), ("else", convention))
    }
    assert said["only"] is not None
    assert said["both"] is not None
    assert (said["only"].value, said["both"].value, said["else"]) == ("21", "11", None)
