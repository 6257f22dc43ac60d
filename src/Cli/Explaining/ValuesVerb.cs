using System.CommandLine;
using SecretsKit.Charts.Inputs;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Explaining;

/// <summary>The words of <c>values</c>.</summary>
internal static class ValuesVerb
{
    private static readonly VerbText Help = new(
        "values [options] CHART",
        "Prints the values that the templates of a chart would see: its defaults and those of its subcharts, under the values files in " +
        "their order, under --set. "
        + "Nothing is rendered or deployed. Values of encrypted files show as [REDACTED]. With --origin each value is shown on a line " +
            "with the source that it comes "
        + "from and what it takes the place of, and what commonly surprises is pointed out: lists that replace lists, nulls that remove, " +
            "values that nothing uses.",
        ("secretskit values chart -f values/prod.yaml -f secrets.yaml", "what production would get"),
        ("secretskit values chart -f values/prod.yaml --set replicas=4 --origin", "why a value is what it is"),
        (
            "helm get values orders | secretskit values chart -f - --origin",
            "what a release was given, and what a deploy would make of it today"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var chart = new Argument<string>("CHART") { Description = "A folder or an archive." };
        var files = VerbOptions.Many(
            "--values", "FILE", "Values file, - for standard input; encrypted ones are decrypted in memory; may be repeated.", "-f");
        var set = VerbOptions.Many("--set", "KEY=VALUE", "A value; may be repeated.");
        var strings = VerbOptions.Many("--set-string", "KEY=VALUE", "As --set, always a string.");
        var contents = VerbOptions.Many("--set-file", "KEY=FILE", "As --set, the value is the content of a file.");
        var json = VerbOptions.Many("--set-json", "KEY=JSON", "As --set, the value is JSON.");
        var literals = VerbOptions.Many("--set-literal", "KEY=VALUE", "As --set, the value is taken as it is.");
        var given = VerbOptions.Switch("--given", "Only what files and options give, without the defaults of charts.");
        var origin = VerbOptions.Switch("--origin", "A line for each value, with where it comes from.");
        var show = VerbOptions.Switch("--show-secrets", "Show secrets as they are.");
        var form = VerbOptions.Choice("--output", "FORM", "Form of the output: text or json.", ["text", "json"], "-o");
        return new(
            new Command("values") { chart, files, set, strings, contents, json, literals, given, origin, show, form }, Help, (parsed, ct) =>
        {
            if (parsed.GetValue(given) && parsed.GetValue(origin))
            {
                throw new SecretsKitException(ErrorCode.ConflictingOptions, "--given and --origin exclude each other")
                {
                    Hint = "leave one of them out",
                };
            }

            return new ValuesHandler(context, getter).RunAsync(
                new()
                {
                    Chart = parsed.GetRequiredValue(chart),
                    Values = new()
                    {
                        // Commas separate files, as they do for template.
                        Files = [.. (parsed.GetValue(files) ?? []).SelectMany(file => file.Split(','))],
                        Plain = parsed.GetValue(set) ?? [],
                        Strings = parsed.GetValue(strings) ?? [],
                        FileContents = parsed.GetValue(contents) ?? [],
                        Json = parsed.GetValue(json) ?? [],
                        Literals = parsed.GetValue(literals) ?? [],
                    },
                    OnlyGiven = parsed.GetValue(given),
                    TellsOrigins = parsed.GetValue(origin),
                    ShowsSecrets = parsed.GetValue(show),
                    IsJson = parsed.GetValue(form) == "json",
                },
                ct);
        });
    }
}

/// <summary>The values of one chart.</summary>
internal sealed record ValuesRequest
{
    /// <summary>A folder or an archive, as typed.</summary>
    public required string Chart { get; init; }

    /// <summary>What the user gives.</summary>
    public required ValueArguments Values { get; init; }

    /// <summary>Whether defaults are left out.</summary>
    public bool OnlyGiven { get; init; }

    /// <summary>Whether each value is shown with its sources.</summary>
    public bool TellsOrigins { get; init; }

    /// <summary>Whether nothing is masked.</summary>
    public bool ShowsSecrets { get; init; }

    /// <summary>Whether programs read it.</summary>
    public bool IsJson { get; init; }
}
