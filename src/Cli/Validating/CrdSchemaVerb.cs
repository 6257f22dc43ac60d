using System.CommandLine;
using SecretsKit.Charts.Validation.Definitions;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Validating;

/// <summary>The words of <c>crd-schema</c>.</summary>
internal static class CrdSchemaVerb
{
    private const string FormatVariable = "FILENAME_FORMAT";
    private const string DenyVariable = "DENY_ROOT_ADDITIONAL_PROPERTIES";

    private static readonly VerbText Help = new(
        "crd-schema [options] PLACE...",
        "Makes JSON schemas of CustomResourceDefinitions, so that objects of their kinds can be validated: one file for each version, as "
        + "kubeconform's openapi2jsonschema writes them. 'secretskit validate' and 'secretskit kubeconform' find them with "
        + "--schema-location 'FOLDER/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json'.",
        ("secretskit crd-schema crds/ --output-dir schemas", "of all definitions in a folder"),
        ("secretskit crd-schema https://example.com/crds.yaml --filename-format '{fullgroup}/{kind}_{version}'",
            "of definitions on a server, a folder for each group"),
        ("kubectl get crd -o yaml | secretskit crd-schema -", "of those of a cluster"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var places = new Argument<string[]>("PLACE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Files, folders or URLs of definitions; - is standard input.",
        };
        var folder = VerbOptions.Text("--output-dir", "FOLDER", "Where schemas are written; made if need be. Default: this folder.");
        var format = VerbOptions.Text(
            "--filename-format",
            "TEXT",
            "Names of files: text with {kind}, {version}, {group} (its first label) and {fullgroup}; slashes make folders. " +
                $"Default: {CrdSchema.UsualName}. [${FormatVariable}]");
        var deny = VerbOptions.Switch(
            "--deny-root-additional-properties",
            $"Refuse unknown properties at the top, too: only for definitions that name apiVersion, kind and metadata. [${DenyVariable}]");
        return new(new Command("crd-schema") { places, folder, format, deny }, Help, (parsed, ct) =>
        {
            var environment = context.Host.Environment;
            return new CrdSchemaHandler(context).RunAsync(
                new()
                {
                    Places = parsed.GetRequiredValue(places),
                    Folder = parsed.GetValue(folder) ?? ".",
                    Format = parsed.GetValue(format)
                        ?? (environment.Variable(FormatVariable) is { Length: > 0 } given ? given : CrdSchema.UsualName),
                    Options = new() { DeniesAtRoot = parsed.GetValue(deny) || environment.Variable(DenyVariable) is { Length: > 0 } },
                },
                ct);
        });
    }
}
