using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>The flags of <c>helm diff</c> (spec helm.md 21.6).</summary>
internal static class DiffFlags
{
    public static readonly Flag Context = Text(
        "context", "Shows only so many lines around changes; all unless given.", "HELM_DIFF_OUTPUT_CONTEXT", "C");
    public static readonly Flag Output = Text(
        "output", "diff, simple, json, template, structured, dyff, markdown or html.", "HELM_DIFF_OUTPUT");
    public static readonly Flag Color = Switch("color", "Colours, also in a pipe.", "HELM_DIFF_COLOR");
    public static readonly Flag NoColor = Switch("no-color", "No colours.");
    public static readonly Flag ShowSecrets = Switch("show-secrets", "Shows Secrets as manifests have them.");
    public static readonly Flag ShowSecretsDecoded = Switch("show-secrets-decoded", "Shows Secrets decoded.");
    public static readonly Flag Suppress = new(FlagKind.List, "suppress", "Hides changes of this kind.");
    public static readonly Flag SuppressSecrets = new(FlagKind.Switch, "suppress-secrets", "Hides changes of Secrets.") { Aliases = ["q"] };
    public static readonly Flag HiddenLines = new(FlagKind.List, "suppress-output-line-regex", "Hides lines that match.");
    public static readonly Flag FindRenames = new(
        FlagKind.Text, "find-renames", "Finds renamed objects whose share of changed lines is less.")
    {
        Aliases = ["D"],
    };
    public static readonly Flag StripTrailingCr = Switch("strip-trailing-cr", "Ignores carriage returns at ends of lines.");
    public static readonly Flag DetailedExitCode = Switch("detailed-exitcode", "Ends with 2 if there are changes.");
    public static readonly Flag Normalize = Switch(
        "normalize-manifests", "Compares manifests with sorted keys and without comments.", "HELM_DIFF_NORMALIZE_MANIFESTS");
    public static readonly Flag ThreeWay = Switch(
        "three-way-merge", "Compares the live objects with what the upgrade would make of them.", "HELM_DIFF_THREE_WAY_MERGE");
    public static readonly Flag IncludeTests = Switch("include-tests", "Also hooks of tests.");
    public static readonly Flag AllowUnreleased = Switch("allow-unreleased", "A release that is not there is compared with nothing.");
    public static readonly Flag DisableValidation = Switch("disable-validation", "Does not compare the rendering with the cluster.");

    public static readonly Flag Explain = Switch("explain", "Says why each object changes: which value, default, template or drift.");
    public static readonly Flag Exact = Switch(
        "exact", "As --three-way-merge, with just the requests of the upgrade, server-side apply among them, as a dry run of the server.");

    /// <summary>Those of all commands.</summary>
    public static IReadOnlyList<Flag> Shared { get; } =
    [
        Context, Output, Color, NoColor, ShowSecrets, ShowSecretsDecoded, Suppress, SuppressSecrets, HiddenLines, FindRenames,
        StripTrailingCr, DetailedExitCode, Normalize, IncludeTests,
    ];

    /// <summary>The table of <c>diff upgrade</c>.</summary>
    public static FlagTable OfUpgrade(HelmGeneration generation) => new(
    [
        .. HelmFlags.Release(generation).Where(flag => flag.Name is not ("wait" or "atomic" or "rollback-on-failure" or "color")),
        .. Shared, ThreeWay, Exact, Explain, AllowUnreleased, DisableValidation, UpgradeFlags.Install, UpgradeFlags.ReuseValues,
        UpgradeFlags.ResetValues, UpgradeFlags.ResetThenReuse, HelmFlags.ApiVersions, HelmFlags.KubeVersion, HelmFlags.IncludeCrds,
    ]);

    /// <summary>The table of the other commands.</summary>
    public static FlagTable OfRecords() => new([.. HelmFlags.Global.Where(flag => flag.Name != Color.Name), .. Shared]);

    /// <summary>What is shown.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a value cannot be understood.</exception>
    public static DiffOptions Options(ParsedFlags flags) => new()
    {
        Secrets = flags.IsOn(ShowSecretsDecoded) ? SecretView.Decoded : flags.IsOn(ShowSecrets) ? SecretView.Raw : SecretView.Masked,
        RenameShare = Share(flags.Text(FindRenames)),
        StripsCarriageReturns = flags.IsOn(StripTrailingCr),
        HiddenLines = [.. flags.List(HiddenLines).Select(Pattern)],
    };

    /// <summary>The kinds whose changes are hidden.</summary>
    public static IReadOnlySet<string> HiddenKinds(ParsedFlags flags) =>
        new HashSet<string>([.. flags.List(Suppress), .. flags.IsOn(SuppressSecrets) ? (string[])["Secret"] : []], StringComparer.Ordinal);

    /// <summary>How many lines around changes are shown; below 0 all.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is no number.</exception>
    public static int Lines(ParsedFlags flags) => flags.Text(Context) is not { Length: > 0 } text ? -1
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lines) ? lines
        : throw new SecretsKitException(ErrorCode.Usage, $"--context takes a number, not \"{text}\"")
        {
            Hint = "write a number of lines, such as -C 3",
        };

    private static double Share(string text) => text.Length == 0 ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share
        : throw new SecretsKitException(ErrorCode.Usage, $"--find-renames takes a share between 0 and 1, not \"{text}\"")
        {
            Hint = "write for instance --find-renames 0.5",
        };

    private static Re2 Pattern(string text) => Re2.TryCompile(text, out var pattern, out var error) ? pattern
        : throw new SecretsKitException(ErrorCode.Usage, $"--suppress-output-line-regex: error parsing regexp: {error}");

    private static Flag Switch(string name, string help, string? variable = null) =>
        new(FlagKind.Switch, name, help) { Variable = variable };

    private static Flag Text(string name, string help, string variable, params string[] aliases) =>
        new(FlagKind.Text, name, help) { Variable = variable, Aliases = aliases };
}
