# The software bill of materials of the program, CycloneDX 1.5, from a restored project.assets.json.
# Arguments: name, version, created (RFC 3339), facts ({"name/version": {"sha512": hex, "license": text, "licenseUrl": text}}, names in lower case).

def purl($name; $version): "pkg:nuget/\($name)@\($version)";

def license($fact):
  if ($fact.license // "") == "" and ($fact.licenseUrl // "") == "" then []
  elif ($fact.license // "") == "" then [{license: {name: "see the address", url: $fact.licenseUrl}}]
  elif ($fact.license | test(" ")) then [{expression: $fact.license}]
  else [{license: {id: $fact.license}}] end;

def component($type; $name; $version):
  ($facts["\($name)/\($version)" | ascii_downcase] // {}) as $fact
  | {type: $type, "bom-ref": purl($name; $version), name: $name, version: $version, purl: purl($name; $version)}
    + (if $fact.sha512 then {hashes: [{alg: "SHA-512", content: $fact.sha512}]} else {} end)
    + (license($fact) | if length > 0 then {licenses: .} else {} end);

def split_key: split("/") | {name: .[0], version: .[1]};

# The target with a runtime, if there is one, holds what is shipped with it.
(.targets | to_entries | max_by(.key | length) | .value) as $target
| ($target | to_entries | map(select(.value.type == "package" and ((.value.runtime // {}) + (.value.native // {}) + (.value.runtimeTargets // {}) | length) > 0) | .key)) as $shipped
| (.project.frameworks | to_entries[0].value) as $framework
| ($framework.downloadDependencies // [] | map(select(.name | startswith("Microsoft.NETCore.App.Runtime.")) | {name, version: (.version | ltrimstr("[") | split(",")[0])})) as $runtimes
| "pkg:generic/\($name)@\($version)" as $root
| def references($dependencies): $dependencies // {} | to_entries | map(.key as $name | $shipped[] | select(split_key.name == $name) | split_key | purl(.name; .version)) | sort;
{
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    timestamp: $created,
    component: {
      type: "application", "bom-ref": $root, name: $name, version: $version, purl: $root,
      licenses: [{license: {id: "Apache-2.0"}}]
    }
  },
  components: (($shipped | map(split_key | component("library"; .name; .version))) + ($runtimes | map(component("framework"; .name; .version))) | sort_by(."bom-ref")),
  dependencies: (
    [{ref: $root, dependsOn: (($shipped | map(split_key | purl(.name; .version))) + ($runtimes | map(purl(.name; .version))) | sort)}]
    + ($shipped | map(. as $key | split_key | {ref: purl(.name; .version), dependsOn: references($target[$key].dependencies)}) | sort_by(.ref)))
}
