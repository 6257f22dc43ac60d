using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Kubeconform;

/// <summary>Help for the kubeconform command line, from the same table as its parser.</summary>
internal static class KubeconformHelp
{
    /// <summary>What <c>-v</c> prints: the reference's own builds say no more.</summary>
    public const string Version = "development";

    /// <summary>The only page, for manuals.</summary>
    public static DialectPages All() => new("kubeconform", "the kubeconform command line", [("", Page("secretskit kubeconform"))]);

    /// <summary>The help.</summary>
    /// <param name="calledAs">The words that call the program.</param>
    public static HelpPage Page(string calledAs) => new(
        [$"{calledAs} [OPTION]... [FILE OR FOLDER]..."],
        "Checks manifests of Kubernetes against schemas. Without files, or with a single -, standard input is read. Options may have one "
        + "dash or two, and are before files.",
        new("options:", FlagHelp.Rows(KubeconformFlags.Table.Flags, namesDefaults: true)),
        new(
            "examples:",
            [
                ($"{calledAs} -strict -summary manifests/", "a folder, against the public schemas"),
                ($"helm template ./chart | {calledAs} -output junit", "what a chart renders to, as a report"),
                ($"{calledAs} -schema-location schemas deployment.yaml", "offline, with a folder of schemas"),
            ]),
        new(
            "exit codes:",
            [("0", "all are valid or skipped"), ("1", "a resource is invalid or cannot be checked"), ("130", "interrupted")]))
    {
        UsageWord = "Usage: ",
        Closing = "'secretskit validate CHART' checks what a chart renders to, without a file in between.",
    };
}
