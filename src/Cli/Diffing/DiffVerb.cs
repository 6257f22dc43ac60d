using System.CommandLine;
using System.Globalization;
using SecretsKit.Charts.Comparison;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Diffing;

/// <summary>The words of <c>diff</c>.</summary>
internal static class DiffVerb
{
    private static readonly VerbText Help = new(
        "diff [options] A [B]",
        "Compares two renderings, resource by resource, and changes nothing. A and B are charts (folders or archives), files or folders " +
        "of manifests, or - for "
        + "standard input. Values of Secrets and values that were decrypted show as [REDACTED]: whether one changed is shown, neither " +
            "what it is nor how long. "
        + "With values for one side alone, B may be left out: then it is A with other values.",
        ("secretskit diff chart-1.2.0.tgz chart -f values.yaml -f secrets.yaml", "what an upgrade changes"),
        ("secretskit diff chart --values-a staging.yaml --values-b prod.yaml", "how two environments differ"),
        ("helm get manifest app | secretskit diff - chart --release app", "what is deployed and what would be"),
        ("secretskit diff --output markdown main/ pr/ > comment.md", "for a pull request"))
    {
        ExitCodes = [("2", "there are differences, with --detailed-exitcode")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var a = new Argument<string>("A") { Description = "The old side." };
        var b = new Argument<string?>("B") { Arity = ArgumentArity.ZeroOrOne, Description = "The new side." };
        var values = new DiffValueOptions();
        var name = VerbOptions.Text("--release", "NAME", "Name of the release on both sides.");
        var space = VerbOptions.Text(
            "--namespace", "NAME", "Namespace of the release, and of manifests that name none. [$HELM_NAMESPACE]", "-n");
        var kube = VerbOptions.Text("--kube-version", "VERSION", "The cluster's version.");
        var apis = new Option<string[]>("--api-versions", "-a")
        {
            HelpName = "API",
            Description = "An API that the cluster is to have besides the usual ones; may be repeated.",
        };
        var crds = VerbOptions.Switch("--include-crds", "Compare the files under crds/, too.");
        var noHooks = VerbOptions.Switch("--no-hooks", "Leave hooks out.");
        var noTests = VerbOptions.Switch("--skip-tests", "Leave hooks of tests out.");
        var noSchema = VerbOptions.Switch("--skip-schema-validation", "Do not check values against schemas.");
        var lines = VerbOptions.Text("--context", "N", "Lines shown around a change: 3 unless given; 'all' for whole documents.", "-C");
        var form = VerbOptions.Choice(
            "--output",
            "FORM",
            "Form of the report: text (the default), summary (a line for each resource), markdown (for a pull request), or json (an " +
            "object for each resource, on a line of its own).",
            ["text", "summary", "markdown", "json"],
            "-o");
        var exit = VerbOptions.Switch("--detailed-exitcode", "End with exit code 2 if there are differences.", "--exit-code");
        var show = VerbOptions.Switch("--show-secrets", "Show secrets as they are.");
        var advise = VerbOptions.Switch(
            "--advise",
            "Of two versions of a chart, tell whether the version fits what changed (K-092, K-093), and which defaults are others.");
        var skip = new Option<string[]>("--skip")
        {
            HelpName = "RULE",
            Description = "With --advise: K-092, K-093 or defaults, which is then left out; may be repeated.",
        };
        skip.AcceptOnlyFromAmong([.. ChartComparison.Rules]);
        var normalize = VerbOptions.Switch(
            "--normalize-manifests", "Compare what documents say: order of keys, quotes and comments do not count.");
        var command = new Command("diff") { a, b };
        values.AddTo(command);
        foreach (
            var option in (
                Option[])[name, space, kube, apis, crds, noHooks, noTests, noSchema, lines, form, exit, show, advise, skip, normalize])
        {
            command.Add(option);
        }

        return new(command, Help, (parsed, ct) =>
        {
            var old = parsed.GetRequiredValue(a);
            var (valuesOfA, valuesOfB) = values.Read(parsed);
            var now = parsed.GetValue(b)
                ?? (values.DiffersBySide(parsed)
                    ? old
                    : throw new SecretsKitException(ErrorCode.Usage, "there is nothing to compare with: one side is given")
            {
                Hint = "name a second chart or file, or give one side values of its own: --values-b FILE, --set-b KEY=VALUE",
            });
            if (old == DiffPlaces.Input && now == DiffPlaces.Input)
            {
                throw new SecretsKitException(ErrorCode.ConflictingOptions, "both sides are standard input")
                {
                    Hint = "write one of them into a file, or use <(command) where your shell has it",
                };
            }

            return new DiffHandler(context, getter).RunAsync(
                new()
                {
                    A = old,
                    B = now,
                    ValuesOfA = valuesOfA,
                    ValuesOfB = valuesOfB,
                    Rendering = new()
                    {
                        ReleaseName = parsed.GetValue(name) ?? "release-name",
                        Namespace = parsed.GetValue(space)
                            ?? (context.Host.Environment.Variable("HELM_NAMESPACE") is { Length: > 0 } given ? given : "default"),
                        KubeVersion = parsed.GetValue(kube),
                        ApiVersions = parsed.GetValue(apis) ?? [],
                        IncludesCrds = parsed.GetValue(crds),
                        IncludesHooks = !parsed.GetValue(noHooks),
                        IncludesTests = !parsed.GetValue(noTests),
                        ValidatesSchema = !parsed.GetValue(noSchema),
                    },
                    Context = Lines(parsed.GetValue(lines)),
                    Form = parsed.GetValue(
                        form) switch { "summary" =>
                            DiffForm.Summary, "markdown" => DiffForm.Markdown, "json" => DiffForm.Json, _ => DiffForm.Text },
                    DetailedExitCode = parsed.GetValue(exit),
                    Advice = parsed.GetValue(advise) ? [.. ChartComparison.Rules.Except(parsed.GetValue(skip) ?? [])] : [],
                    ShowsSecrets = parsed.GetValue(show),
                    NormalizesManifests = parsed.GetValue(normalize),
                },
                ct);
        });
    }

    private static int Lines(string? text) => text switch
    {
        null => 3,
        "all" or "-1" => int.MaxValue,
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new SecretsKitException(ErrorCode.Usage, $"diff: --context takes a number of lines or 'all', not \"{text}\""),
    };
}
