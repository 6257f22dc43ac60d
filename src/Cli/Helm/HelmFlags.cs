using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Linting;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm;

/// <summary>The flags of the helm command line, in groups that commands put together.</summary>
internal static class HelmFlags
{
    /// <summary>What <c>--dry-run</c> means without a value: the client's.</summary>
    public const string BareDryRun = "unchanged";

    public static readonly Flag Namespace = new(FlagKind.Text, "namespace", "The namespace of the release.")
    {
        Aliases = ["n"],
        Variable = "HELM_NAMESPACE",
    };
    public static readonly Flag Debug = new(FlagKind.Switch, "debug", "Tells more.") { Variable = "HELM_DEBUG" };
    public static readonly Flag Help = new(FlagKind.Switch, "help", "Explains the command.") { Aliases = ["h"] };

    public static readonly Flag Values = new(
        FlagKind.CommaList, "values", "A values file, or its URL; encrypted ones are decrypted in memory.")
    {
        Aliases = ["f"],
        TakesFile = true,
    };
    public static readonly Flag Set = new(FlagKind.List, "set", "Values on the command line: key1=val1,key2=val2.");
    public static readonly Flag SetString = new(FlagKind.List, "set-string", "The same, all of them strings.");
    public static readonly Flag SetFile = new(FlagKind.List, "set-file", "Values that are the contents of files or URLs: key1=path1.");
    public static readonly Flag SetJson = new(FlagKind.List, "set-json", "Values in JSON: key1=json1, or one object.");
    public static readonly Flag SetLiteral = new(FlagKind.List, "set-literal", "A value taken as it is: key=text.");

    public static readonly Flag ApiVersions = new(
        FlagKind.CommaList, "api-versions", "APIs that the cluster is to have besides the usual ones.")
    {
        Aliases = ["a"],
    };
    public static readonly Flag KubeVersion = new(FlagKind.Text, "kube-version", "The cluster's version.");
    public static readonly Flag ShowOnly = new(FlagKind.List, "show-only", "Only the documents of this template.") { Aliases = ["s"] };
    public static readonly Flag IncludeCrds = new(FlagKind.Switch, "include-crds", "Also the files under crds/.");
    public static readonly Flag SkipTests = new(FlagKind.Switch, "skip-tests", "No hooks of tests.");
    public static readonly Flag NoHooks = new(FlagKind.Switch, "no-hooks", "No hooks.");
    public static readonly Flag IsUpgrade = new(FlagKind.Switch, "is-upgrade", "Sets .Release.IsUpgrade instead of .Release.IsInstall.");
    public static readonly Flag OutputDir = new(FlagKind.Text, "output-dir", "Writes each document into a file below this folder.");
    public static readonly Flag UseReleaseName = new(
        FlagKind.Switch, "release-name", "Puts the release's name into the path of --output-dir.");
    public static readonly Flag NameTemplate = new(FlagKind.Text, "name-template", "A template of the release's name.");
    public static readonly Flag GenerateName = new(FlagKind.Switch, "generate-name", "Makes up a name.") { Aliases = ["g"] };
    public static readonly Flag SkipSchema = new(FlagKind.Switch, "skip-schema-validation", "Does not check values against schemas.");
    public static readonly Flag SubchartNotes = new(FlagKind.Switch, "render-subchart-notes", "Also the notes of subcharts.");
    public static readonly Flag HideNotes = new(FlagKind.Switch, "hide-notes", "");
    public static readonly Flag HideSecret = new(FlagKind.Switch, "hide-secret", "Shows no Secrets.");
    public static readonly Flag EnableDns = new(FlagKind.Switch, "enable-dns", "Allow templates to look up hosts.");
    public static readonly Flag PostRenderer = new(FlagKind.Text, "post-renderer", "A program that changes what was rendered.");
    public static readonly Flag PostRendererArgs = new(FlagKind.CommaList, "post-renderer-args", "An argument for it.");
    public static readonly Flag DryRun = new(FlagKind.OptionalText, "dry-run", "client or server.")
    {
        Implied = BareDryRun,
        Values = ["client", "server", "none"],
    };
    public static readonly Flag Validate = new(FlagKind.Switch, "validate", "Checks against the cluster.");

    public static readonly Flag Strict = new(FlagKind.Switch, "strict", "Fails on warnings, too.");
    public static readonly Flag Quiet = new(FlagKind.Switch, "quiet", "Shows warnings and errors alone.");
    public static readonly Flag ReportForm = new(FlagKind.Text, "output", "Form of the report: human, json or sarif.")
    {
        Aliases = ["o"],
        Default = "human",
        Values = ["human", "json", "sarif"],
    };
    public static readonly Flag WithSubcharts = new(FlagKind.Switch, "with-subcharts", "Checks the charts below, too.");
    public static readonly Flag JsonPath = new(FlagKind.Text, "jsonpath", "Only the value at this path: {.image.tag}.");
    public static readonly Flag Version = new(
        FlagKind.Text, "version", "The version, or a range of versions, to look for in the repository.");
    public static readonly Flag Repo = new(FlagKind.Text, "repo", "The URL of the repository to look the chart up in.");
    public static readonly Flag Username = new(FlagKind.Text, "username", "The user that the server of the chart asks for.");
    public static readonly Flag Password = new(FlagKind.Text, "password", "The password that it asks for.");
    public static readonly Flag CertFile = new(FlagKind.Text, "cert-file", "Our certificate for that server.") { TakesFile = true };
    public static readonly Flag KeyFile = new(FlagKind.Text, "key-file", "The key of that certificate.") { TakesFile = true };
    public static readonly Flag CaFile = new(FlagKind.Text, "ca-file", "The certificates that the server of the chart is trusted by.")
    {
        TakesFile = true,
    };
    public static readonly Flag InsecureTls = new(
        FlagKind.Switch, "insecure-skip-tls-verify", "Trusts whatever certificate the server of the chart shows.");
    public static readonly Flag PassCredentials = new(
        FlagKind.Switch, "pass-credentials", "Sends user and password also to the server that the repository names.");
    public static readonly Flag Devel = new(FlagKind.Switch, "devel", "Takes prereleases, too.");
    public static readonly Flag DependencyUpdate = new(FlagKind.Switch, "dependency-update", "");
    public static readonly Flag Verify = new(FlagKind.Switch, "verify", "Checks the chart's signature.");

    public static readonly Flag Advise = new(FlagKind.OptionalText, "advise", "Adds what Helm does not tell: mistakes, conventions, " +
        "all, or rules by their ids; -RULE leaves one out. lint --advise=list names them.")
    {
        Implied = "mistakes",
        Values = AdviceRules.Words,
    };

    public static readonly Flag Summary = new(
        FlagKind.Switch, "summary", "Prints how many resources of which kinds there are, and the images, instead of the manifests.");
    public static readonly Flag Expect = new(
        FlagKind.CommaList, "expect", "Fails unless the rendering has this: Kind, Kind=COUNT, Kind/NAME or image=IMAGE.");
    public static readonly Flag Policy = new(
        FlagKind.List, "policy", "A command that gets the rendering on its standard input; nothing is printed unless it ends with 0.");
    public static readonly Flag ScanImages = new(
        FlagKind.List, "scan-images", "A command for each image, which is its last word or in place of {}; each has to end with 0.");

    /// <summary>Flags of every command.</summary>
    public static IReadOnlyList<Flag> Global { get; } =
    [
        Namespace, Debug, Help,
        .. ClusterFlags.All,
        Text("registry-config"), Text("repository-config"), Text("repository-cache"), Text("content-cache"),
        Number("burst-limit"), Text("qps"), Text("color"), Text("colour"),
    ];

    /// <summary>Where values come from.</summary>
    public static IReadOnlyList<Flag> ValueFlags { get; } = [Values, Set, SetString, SetFile, SetJson, SetLiteral];

    /// <summary>Where charts come from.</summary>
    public static IReadOnlyList<Flag> ChartFlags { get; } =
    [
        Version, Verify, Text("keyring"), Repo, Username, Password, CertFile, KeyFile, CaFile, InsecureTls, Switch(
            "plain-http"), PassCredentials, Devel,
    ];

    /// <summary>The flags of <c>template</c>.</summary>
    public static FlagTable Template(HelmGeneration generation) => new(
    [
        .. Global, .. ValueFlags, .. ChartFlags, .. Install(generation),
        ApiVersions, KubeVersion, ShowOnly, IncludeCrds, SkipTests, IsUpgrade, OutputDir, UseReleaseName, Validate, Advise, Summary, Expect,
        Policy, ScanImages,
    ]);

    /// <summary>A table of the flags of every command and these.</summary>
    public static FlagTable With(params IReadOnlyList<Flag> flags) => new([.. Global, .. flags]);

    /// <summary>The flags of <c>install</c>.</summary>
    public static IReadOnlyList<Flag> Release(HelmGeneration generation) =>
        [.. Global, .. ValueFlags, .. ChartFlags, .. Install(generation)];

    // What install, upgrade and template share.
    private static IReadOnlyList<Flag> Install(HelmGeneration generation) =>
    [
        NameTemplate, GenerateName, SkipSchema, SubchartNotes, HideSecret, EnableDns, PostRenderer, PostRendererArgs, DryRun, NoHooks,
        DeployFlags.CreateNamespace, DependencyUpdate, DeployFlags.Description, DeployFlags.DisableOpenApiValidation, DeployFlags.Force,
        HideNotes, DeployFlags.Labels, LockFlags.Lock, TrackFlags.Track, OrderFlags.Ordered,
        DefinitionFlags.UpdateCrds,
        DeployFlags.Replace, DeployFlags.SkipCrds, DeployFlags.TakeOwnership, .. WaitFlags.Of(generation),
        .. generation == HelmGeneration.V4
            ? (Flag[])[DeployFlags.ForceReplace, DeployFlags.ForceConflicts, DeployFlags.ServerSide]
            : [],
    ];

    private static Flag Switch(string name) => new(FlagKind.Switch, name, "");

    private static Flag Text(string name) => new(FlagKind.Text, name, "");

    private static Flag Number(string name) => new(FlagKind.Number, name, "");
}
