using SecretsKit.Charts.Model;
using static SecretsKit.Cli.Helm.Completing.FlagRows;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>Where charts and values come from: flags that commands share, as the reference words them.</summary>
internal static class ChartFlagTexts
{
    /// <summary>The server of a chart.</summary>
    public static IReadOnlyList<CobraFlag> Server { get; } =
    [
        Text("username", "chart repository username where to locate the requested chart"),
        Text("password", "chart repository password where to locate the requested chart"),
        Text("cert-file", "identify HTTPS client using this SSL certificate file"),
        Text("key-file", "identify HTTPS client using this SSL key file"),
        Switch("insecure-skip-tls-verify", "skip tls certificate checks for the chart download"),
        Switch("plain-http", "use insecure HTTP connections for the chart download"),
        Text("ca-file", "verify certificates of HTTPS-enabled servers using this CA bundle"),
    ];

    /// <summary>The registry of a chart or plugin.</summary>
    public static IReadOnlyList<CobraFlag> Registry { get; } =
    [
        Text("cert-file", "identify registry client using this SSL certificate file"),
        Text("key-file", "identify registry client using this SSL key file"),
        Text("ca-file", "verify certificates of HTTPS-enabled servers using this CA bundle"),
    ];

    /// <summary>The flag that takes prereleases.</summary>
    public static CobraFlag Devel { get; } =
        Switch("devel", "use development versions, too. Equivalent to version '>0.0.0-0'. If --version is set, this is ignored");

    /// <summary>Which chart.</summary>
    /// <param name="versions">Its versions.</param>
    public static IReadOnlyList<CobraFlag> Chart(CandidateSource versions) =>
    [
        .. Server,
        Text(
            "version",
            "specify a version constraint for the chart version to use. This constraint can be a specific tag (e.g. 1.1.1) or it "
            + "may reference a valid range (e.g. ^2.0.0). If this is not specified, the latest version is used", values: versions),
        Switch("verify", "verify the package before using it"),
        Text("keyring", "location of public keys used for verification"),
        Text("repo", "chart repository url where to locate the requested chart"),
        Switch("pass-credentials", "pass credentials to all domains"),
    ];

    /// <summary>Values.</summary>
    public static IReadOnlyList<CobraFlag> Values(HelmGeneration generation) =>
    [
        CommaList("values", "specify values in a YAML file or a URL (can specify multiple)", letter: "f"),
        List("set", "set values on the command line (can specify multiple or separate values with commas: key1=val1,key2=val2)"),
        List(
            "set-string",
            "set STRING values on the command line (can specify multiple or separate values with commas: key1=val1,key2=val2)"),
        List(
            "set-file",
            "set values from respective files specified via the command line (can specify multiple or separate values with "
            + "commas: key1=path1,key2=path2)"),
        List("set-literal", "set a literal STRING value on the command line"),
        generation == HelmGeneration.V4
            ? List(
                "set-json",
                "set JSON values on the command line (can specify multiple or separate values with commas: "
                + "key1=jsonval1,key2=jsonval2 or using json format: {\"key1\": jsonval1, \"key2\": \"jsonval2\"})")
            : List(
                "set-json",
                "set JSON values on the command line (can specify multiple or separate values with commas: "
                + "key1=jsonval1,key2=jsonval2)"),
    ];

    /// <summary>The server and signatures of dependencies.</summary>
    public static IReadOnlyList<CobraFlag> Dependencies { get; } =
    [
        .. Server,
        Switch("verify", "verify the packages against signatures"),
        Text("keyring", "keyring containing public keys"),
        Switch("skip-refresh", "do not refresh the local repository cache"),
    ];
}
