using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Kubeconform.Output;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Kubeconform;

/// <summary>The flags of the kubeconform command line.</summary>
internal static class KubeconformFlags
{
    public static readonly Flag Cache = new(FlagKind.Text, "cache", "Keep schemas that are fetched in this folder, which must exist.")
    {
        TakesFile = true,
    };

    public static readonly Flag Debug = new(FlagKind.Switch, "debug", "Say which schemas are used, on standard error.");
    public static readonly Flag ExitOnError = new(FlagKind.Switch, "exit-on-error", "Stop at the first resource that fails.");
    public static readonly Flag Help = new(FlagKind.Switch, "h", "Print this text.") { Aliases = ["help"] };

    public static readonly Flag IgnoredFiles = new(
        FlagKind.List, "ignore-filename-pattern", "Leave out paths that this regular expression matches; may be repeated.");

    public static readonly Flag IgnoresMissing = new(
        FlagKind.Switch, "ignore-missing-schemas", "Skip resources without a schema instead of failing.");

    public static readonly Flag SkipsTls = new(
        FlagKind.Switch, "insecure-skip-tls-verify", "Do not check certificates of servers of schemas.");

    public static readonly Flag Version = new(
        FlagKind.Text, "kubernetes-version", "The version whose schemas count: master, or x.y.z such as 1.31.0.")
    {
        Default = ValidationOptions.NewestVersion,
    };

    public static readonly Flag Workers = new(FlagKind.Number, "n", "How many documents are checked at once.") { Default = "4" };

    public static readonly Flag Output = new(FlagKind.Text, "output", "The form of the report: json, junit, pretty, tap, text.")
    {
        Default = "text",
        Values = VerdictReport.Names,
    };

    public static readonly Flag Rejected = new(
        FlagKind.Text, "reject", "Kinds that are errors: Kind or group/version/Kind, separated by commas.");

    public static readonly Flag Locations = new(
        FlagKind.List, "schema-location", "A folder, a URL or a template of them; may be repeated. Without it, the public set.")
    {
        TakesFile = true,
        Values = [SchemaLocation.DefaultName],
    };

    public static readonly Flag Skipped = new(
        FlagKind.Text, "skip", "Kinds to leave out: Kind or group/version/Kind, separated by commas.");

    public static readonly Flag Strict = new(
        FlagKind.Switch, "strict", "Refuse properties that schemas do not know, and keys that are twice.");

    public static readonly Flag Summary = new(FlagKind.Switch, "summary", "Print numbers at the end (not with junit and tap).");
    public static readonly Flag ShowVersion = new(FlagKind.Switch, "v", "Print the version.");

    public static readonly Flag Verbose = new(
        FlagKind.Switch, "verbose", "Print valid and skipped resources, too (not with junit and tap).");

    /// <summary>All of them, in the order of the help.</summary>
    public static FlagTable Table { get; } = new(
        Cache, Debug, ExitOnError, Help, IgnoredFiles, IgnoresMissing, SkipsTls, Version, Workers, Output, Rejected, Locations, Skipped,
        Strict, Summary, ShowVersion, Verbose);
}
