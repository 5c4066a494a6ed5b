"""Checks what a release publishes for others: the bill of materials against CycloneDX's schema, and that YAML is YAML.

usage: check_documents.py BILL FILE.yaml...
"""

import json
import sys

import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

# What winget wants in each kind of manifest (Microsoft: "Create your package manifest").
WINGET = {
    "version": {"PackageIdentifier", "PackageVersion", "DefaultLocale", "ManifestType", "ManifestVersion"},
    "installer": {"PackageIdentifier", "PackageVersion", "Installers", "ManifestType", "ManifestVersion"},
    "defaultLocale": {
        "PackageIdentifier", "PackageVersion", "PackageLocale", "Publisher", "PackageName", "License",
        "ShortDescription", "ManifestType", "ManifestVersion",
    },
    "locale": {"PackageIdentifier", "PackageVersion", "PackageLocale", "ManifestType", "ManifestVersion"},
}
INSTALLER = {"Architecture", "InstallerType", "InstallerUrl", "InstallerSha256", "InstallerSwitches"}


def problems_of_bill(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        yield f"not CycloneDX 1.6: {problem}"
    bill = json.loads(text)
    known = {component["bom-ref"] for component in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    if len(known) != len(bill["components"]) + 1:
        yield "a reference stands for two components"
    for dependency in bill["dependencies"]:
        for reference in [dependency["ref"], *dependency["dependsOn"]]:
            if reference not in known:
                yield f"{reference} is used and not listed"


def problems_of_yaml(path):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    if not isinstance(document, dict):
        yield "not a mapping"
        return
    kind = document.get("ManifestType")
    if kind is not None:
        yield from (f"{name} is missing" for name in sorted(WINGET[kind] - document.keys()))
        for installer in document.get("Installers", []):
            yield from (f"an installer has no {name}" for name in sorted(INSTALLER - installer.keys()))
            if len(installer.get("InstallerSha256", "")) != 64:
                yield "a digest is not one of SHA-256"


def main():
    bill, *documents = sys.argv[1:]
    failed = 0
    for path, check in [(bill, problems_of_bill), *((path, problems_of_yaml) for path in documents)]:
        problems = list(check(path))
        for problem in problems:
            print(f"{path}: {problem}")
        failed += bool(problems)
    print(f"{1 + len(documents) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
