using System.CommandLine;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Kubeconform.Output;
using SecretsKit.Cli.Pipelines;

namespace SecretsKit.Cli.Validating;

/// <summary>The words of <c>validate</c>.</summary>
internal static class ValidateVerb
{
    private static readonly VerbText Help = new(
        "validate [options] CHART",
        "Renders a chart in memory, encrypted values files included, and checks every resource against the schema of its kind, as "
        + "kubeconform does with files. Nothing is written in between, and values that were decrypted are in no message. Schemas are "
        + "fetched only if --schema-location names a server or '" + SchemaLocation.DefaultName + "'. 'secretskit kubeconform' checks "
        + "manifests that are files.",
        ("secretskit validate ./chart -f values.yaml -f secrets.enc.yaml --strict --summary --schema-location default",
            "what a deploy would send, against the public schemas"),
        ("secretskit validate ./chart --schema-location schemas --kubernetes-version 1.31.0", "offline, with a folder of schemas"),
        ("secretskit validate ./chart --schema-location schemas --output junit > report.xml", "for the report of a pipeline"))
    {
        ExitCodes = [("1", "a resource does not fit its schema, or cannot be checked")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var (release, schemas) = (new ReleaseOptions(), new SchemaOptions());
        var name = VerbOptions.Text("--release", "NAME", "Name of the release.");
        var space = VerbOptions.Text("--namespace", "NAME", "Namespace of the release. [$HELM_NAMESPACE]", "-n");
        var kube = VerbOptions.Text(
            "--kube-version", "VERSION", "The version of Kubernetes that templates see. Default: that of --kubernetes-version.");
        var apis = VerbOptions.Many(
            "--api-versions", "API", "An API that templates see besides the usual ones; may be repeated.", "-a");
        var crds = VerbOptions.Switch("--include-crds", "Check the files under crds/, too.");
        var noHooks = VerbOptions.Switch("--no-hooks", "Leave hooks out.");
        var noTests = VerbOptions.Switch("--skip-tests", "Leave hooks of tests out.");
        var noValues = VerbOptions.Switch("--skip-schema-validation", "Do not check values against the schema of the chart.");
        var summary = VerbOptions.Switch("--summary", "Print numbers at the end.");
        var all = VerbOptions.Switch("--verbose", "Print valid and skipped resources, too.");
        var form = VerbOptions.Choice(
            "--output", "FORM", "Form of the report: text (the default), json, junit, tap or pretty.", [.. VerdictReport.Names], "-o");
        var command = new Command("validate");
        release.AddChartTo(command);
        schemas.AddTo(command);
        foreach (var option in (Option[])[name, space, kube, apis, crds, noHooks, noTests, noValues, summary, all, form])
        {
            command.Add(option);
        }

        return new(command, Help, (parsed, ct) =>
        {
            var host = context.Host;
            var usual = host.Environment.Variable("HELM_NAMESPACE") is { Length: > 0 } given ? given : "default";
            var asked = schemas.Version(parsed);
            return new ValidateHandler(context, getter).RunAsync(
                new()
                {
                    Release = release.Read(parsed, parsed.GetValue(name) ?? "release-name", parsed.GetValue(space) ?? usual) with
                    {
                        ValidatesSchema = !parsed.GetValue(noValues),
                    },
                    KubeVersion = parsed.GetValue(kube) ?? (asked == ValidationOptions.NewestVersion ? null : asked),
                    ApiVersions = parsed.GetValue(apis) ?? [],
                    IncludesCrds = parsed.GetValue(crds),
                    IncludesHooks = !parsed.GetValue(noHooks),
                    IncludesTests = !parsed.GetValue(noTests),
                    Settings = schemas.Read(parsed, Whole(parsed.GetValue(kube)), host),
                    Form = parsed.GetValue(form) ?? "text",
                    ShowsAll = parsed.GetValue(all),
                    ShowsSummary = parsed.GetValue(summary),
                },
                ct);
        });
    }

    // Schemas are of whole versions; templates may be told half of one.
    private static string? Whole(string? version)
    {
        var numbers = version?.TrimStart('v');
        return numbers is not null && ValidationOptions.IsVersion(numbers) ? numbers : null;
    }
}
