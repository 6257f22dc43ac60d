using SecretsKit.Charts.Model;
using static SecretsKit.Cli.Helm.Completing.FlagRows;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The commands on charts, repositories and registries, as the reference lists them.</summary>
internal static class ChartCommandTree
{
    /// <summary>The commands of a generation.</summary>
    public static IReadOnlyList<CobraCommand> Of(HelmGeneration generation) =>
    [
        new("create", "create a new chart with the given name")
        {
            Flags = [Text("starter", "the name or absolute path to Helm starter scaffold", "p")],
            Arguments = HelmCandidates.OneFile,
        },
        new("dependency", "manage a chart's dependencies") { Aliases = ["dep", "dependencies"], Children = Dependencies },
        new("lint", "examine a chart for possible issues")
        {
            Flags =
            [
                .. ChartFlagTexts.Values(generation),
                Switch("strict", "fail on lint warnings"),
                Switch("with-subcharts", "lint dependent charts"),
                Switch("quiet", "print only warnings and errors"),
                Switch("skip-schema-validation", "if set, disables JSON schema validation"),
                Text("kube-version", "Kubernetes version used for capabilities and deprecation checks"),
            ],
        },
        new("package", "package a chart directory into a chart archive") { Flags = Packaging },
        new("pull", "download a chart from a repository and (optionally) unpack it in local directory")
        {
            Aliases = ["fetch"],
            Flags = Pulling,
            Arguments = HelmCandidates.FetchedChart,
        },
        new("push", "push a chart to remote") { Flags = Pushing, Arguments = HelmCandidates.ArchiveAndRegistry },
        new("registry", "login to or logout from a registry") { Children = Registry },
        new("repo", "add, list, remove, update, and index chart repositories") { Children = RepositoryCommands(generation) },
        new("search", "search for a keyword in charts") { Children = Search },
        new("show", "show information of a chart") { Aliases = ["inspect"], Children = Show },
        new("verify", "verify that a chart at the given path has been signed and is valid")
        {
            Flags = [Text("keyring", "keyring containing public keys")],
            Arguments = HelmCandidates.OneFile,
        },
    ];

    private static IReadOnlyList<CobraCommand> Dependencies =>
    [
        new("build", "rebuild the charts/ directory based on the Chart.lock file") { Flags = ChartFlagTexts.Dependencies },
        new("list", "list the dependencies for the given chart")
        {
            Aliases = ["ls"],
            Flags = [Number("max-col-width", "maximum column width for output table")],
        },
        new("update", "update charts/ based on the contents of Chart.yaml") { Aliases = ["up"], Flags = ChartFlagTexts.Dependencies },
    ];

    private static IReadOnlyList<CobraFlag> Packaging =>
    [
        .. ChartFlagTexts.Server,
        Switch("sign", "use a PGP private key to sign this package"),
        Text("key", "name of the key to use when signing. Used if --sign is true"),
        Text("keyring", "location of a public keyring"),
        Text(
            "passphrase-file",
            "location of a file which contains the passphrase for the signing key. Use \"-\" in order to read from stdin."),
        Text("version", "set the version on the chart to this semver version"),
        Text("app-version", "set the appVersion on the chart to this version"),
        Text("destination", "location to write the chart.", "d"),
        Switch("dependency-update", "update dependencies from \"Chart.yaml\" to dir \"charts/\" before packaging", "u"),
    ];

    private static IReadOnlyList<CobraFlag> Pulling =>
    [
        .. ChartFlagTexts.Chart(HelmCandidates.VersionOfArgument(1)),
        ChartFlagTexts.Devel with { About = ChartFlagTexts.Devel.About + "." },
        Switch("untar", "if set to true, will untar the chart after downloading it"),
        Switch("prov", "fetch the provenance file, but don't perform verification"),
        Text(
            "untardir",
            "if untar is specified, this flag specifies the name of the directory into which the chart is expanded"),
        Text(
            "destination",
            "location to write the chart. If this and untardir are specified, untardir is appended to this",
            "d"),
    ];

    private static IReadOnlyList<CobraFlag> Pushing =>
    [
        .. ChartFlagTexts.Registry,
        Switch("insecure-skip-tls-verify", "skip tls certificate checks for the chart upload"),
        Switch("plain-http", "use insecure HTTP connections for the chart upload"),
        Text("username", "chart repository username where to locate the requested chart"),
        Text("password", "chart repository password where to locate the requested chart"),
    ];

    private static IReadOnlyList<CobraCommand> Registry =>
    [
        new("login", "login to a registry")
        {
            Flags =
            [
                .. ChartFlagTexts.Registry,
                Text("username", "registry username", "u"),
                Text("password", "registry password or identity token", "p"),
                Switch("password-stdin", "read password or identity token from stdin"),
                Switch("insecure", "allow connections to TLS registry without certs"),
                Switch("plain-http", "use insecure HTTP connections for the chart upload"),
            ],
            Arguments = HelmCandidates.None,
        },
        new("logout", "logout from a registry") { Arguments = HelmCandidates.None },
    ];

    private static IReadOnlyList<CobraCommand> RepositoryCommands(HelmGeneration generation) =>
    [
        new("add", "add a chart repository") { Flags = Adding(generation), Arguments = HelmCandidates.NoneUpTo(2) },
        new("index", "generate an index file given a directory containing packaged charts")
        {
            Flags =
            [
                Text("url", "url of chart repository"),
                Text("merge", "merge the generated index into the given index"),
                Switch("json", "output in JSON format"),
            ],
            Arguments = HelmCandidates.OneFile,
        },
        new("list", "list chart repositories") { Aliases = ["ls"], Flags = [Output], Arguments = HelmCandidates.NoMore },
        new("remove", "remove one or more chart repositories") { Aliases = ["rm"], Arguments = RepositoryCandidates.Names },
        new("update", "update information of available charts locally from chart repositories")
        {
            Aliases = ["up"],
            Flags =
            [
                Duration("timeout", "time to wait for the index file download to complete"),
                .. generation == HelmGeneration.V4
                    ? (CobraFlag[])[]
                    : [Switch("fail-on-repo-update-fail", "update fails if any of the repository updates fail")],
            ],
            Arguments = RepositoryCandidates.Names,
        },
    ];

    private static IReadOnlyList<CobraFlag> Adding(HelmGeneration generation) =>
    [
        Text("username", "chart repository username"),
        Text("password", "chart repository password"),
        Switch("password-stdin", "read chart repository password from stdin"),
        Switch("force-update", "replace (overwrite) the repo if it already exists"),
        Text("cert-file", "identify HTTPS client using this SSL certificate file"),
        Text("key-file", "identify HTTPS client using this SSL key file"),
        Text("ca-file", "verify certificates of HTTPS-enabled servers using this CA bundle"),
        Switch("insecure-skip-tls-verify", "skip tls certificate checks for the repository"),
        Switch(
            "allow-deprecated-repos",
            "by default, this command will not allow adding official repos that have been permanently deleted. "
            + "This disables that behavior"),
        Switch("pass-credentials", "pass credentials to all domains"),
        Duration("timeout", "time to wait for the index file download to complete"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])[]
            : [Switch("no-update", "Ignored. Formerly, it would disabled forced updates. It is deprecated by force-update.")],
    ];

    private static IReadOnlyList<CobraCommand> Search =>
    [
        new("hub", "search for charts in the Artifact Hub or your own hub instance")
        {
            Flags =
            [
                Output,
                Text("endpoint", "Hub instance to query for charts"),
                Number("max-col-width", "maximum column width for output table"),
                Switch("list-repo-url", "print charts repository URL"),
                Switch("fail-on-no-result", "search fails if no results are found"),
            ],
        },
        new("repo", "search repositories for a keyword in charts")
        {
            Flags =
            [
                Output,
                Switch("regexp", "use regular expressions for searching repositories you have added", "r"),
                Switch(
                    "versions",
                    "show the long listing, with each version of each chart on its own line, for repositories you have added",
                    "l"),
                Switch(
                    "devel",
                    "use development versions (alpha, beta, and release candidate releases), too. Equivalent to version '>0.0.0-0'. "
                    + "If --version is set, this is ignored"),
                Text("version", "search using semantic versioning constraints on repositories you have added"),
                Number("max-col-width", "maximum column width for output table"),
                Switch("fail-on-no-result", "search fails if no results are found"),
            ],
        },
    ];

    private static IReadOnlyList<CobraCommand> Show =>
    [
        Showing("all", "show all information of the chart"),
        Showing("chart", "show the chart's definition"),
        Showing("crds", "show the chart's CRDs"),
        Showing("readme", "show the chart's README"),
        Showing("values", "show the chart's values", Text("jsonpath", "supply a JSONPath expression to filter the output")),
    ];

    private static CobraCommand Showing(string name, string about, params CobraFlag[] flags) => new(name, about)
    {
        Flags = [.. ChartFlagTexts.Chart(HelmCandidates.VersionOfArgument(1)), ChartFlagTexts.Devel, .. flags],
        Arguments = HelmCandidates.OneChart,
    };
}
