using System.CommandLine;
using System.Globalization;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Kubeconform;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Validating;

/// <summary>The options of <c>validate</c> about schemas: kubeconform's words, and those of kubeval before it.</summary>
internal sealed class SchemaOptions
{
    private readonly Option<string[]> _locations = VerbOptions.Many(
        "--schema-location",
        "PLACE",
        $"Where schemas are: a folder, a URL, a template of either, or '{SchemaLocation.DefaultName}', the public set, which is fetched; " +
            "may be repeated, the first place that has a schema counts.",
        "--additional-schema-locations");

    private readonly Option<string?> _version = VerbOptions.Text(
        "--kubernetes-version", "VERSION", "The version whose schemas count, as 1.31.0. Default: that of --kube-version, else master.");

    private readonly Option<bool> _strict = VerbOptions.Switch(
        "--strict", "Refuse properties that schemas do not know, and keys that are twice.");

    private readonly Option<bool> _ignoresMissing = VerbOptions.Switch(
        "--ignore-missing-schemas", "Skip resources without a schema instead of failing.");

    private readonly Option<string[]> _skipped = VerbOptions.Many(
        "--skip", "KINDS", "Kinds to leave out: Kind or group/version/Kind, separated by commas; may be repeated.", "--skip-kinds");

    private readonly Option<string[]> _rejected = VerbOptions.Many(
        "--reject", "KINDS", "Kinds that are errors, written as those to skip.", "--reject-kinds");

    private readonly Option<string?> _cache = VerbOptions.Text(
        "--cache", "FOLDER", "Keep schemas that are fetched in this folder, which must exist.");

    private readonly Option<bool> _skipsTls = VerbOptions.Switch(
        "--insecure-skip-tls-verify", "Do not check certificates of servers of schemas.");

    private readonly Option<bool> _stops = VerbOptions.Switch("--exit-on-error", "Stop at the first resource that fails.");

    private readonly Option<bool> _debug = VerbOptions.Switch("--debug", "Say which schemas are used, on standard error.");

    private readonly Option<string?> _workers = VerbOptions.Text(
        "--workers", "N", "How many documents are checked at once: 4 unless given.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
            [_locations, _version, _strict, _ignoresMissing, _skipped, _rejected, _cache, _skipsTls, _stops, _debug, _workers];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>The version that was asked for, or null.</summary>
    public string? Version(ParseResult parsed) => parsed.GetValue(_version);

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="usualVersion">The version where none is asked for; null for the newest.</param>
    /// <param name="host">Gets lines about schemas.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: there is no place, no version, or no number.</exception>
    public ValidationSettings Read(ParseResult parsed, string? usualVersion, CliHost host)
    {
        var version = Version(parsed) ?? usualVersion ?? ValidationOptions.NewestVersion;
        if (!ValidationOptions.IsVersion(version))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"validate: \"{version}\" is no version of schemas")
            {
                Hint = "--kubernetes-version takes three numbers such as 1.31.0, or master",
            };
        }

        var locations = parsed.GetValue(_locations) ?? [];
        return locations.Length == 0
            ? throw new SecretsKitException(ErrorCode.Usage, "validate: it is not said where schemas are")
            {
                Hint = $"--schema-location {SchemaLocation.DefaultName} fetches the public set, --schema-location FOLDER reads one on disk",
            }
            : new()
            {
                Locations = locations,
                Cache = parsed.GetValue(_cache) ?? "",
                SkipsTls = parsed.GetValue(_skipsTls),
                StopsAtFailure = parsed.GetValue(_stops),
                Log = parsed.GetValue(_debug) ? host.WriteErrorLine : null,
                Options = new()
                {
                    IsStrict = parsed.GetValue(_strict),
                    KubernetesVersion = version,
                    Skipped = Kinds(parsed.GetValue(_skipped)),
                    Rejected = Kinds(parsed.GetValue(_rejected)),
                    IgnoresMissingSchemas = parsed.GetValue(_ignoresMissing),
                    Workers = Count(parsed.GetValue(_workers) ?? "4"),
                },
            };
    }

    private static HashSet<string> Kinds(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new SecretsKitException(ErrorCode.Usage, $"validate: --workers takes a number from 1, not \"{text}\"");
}
