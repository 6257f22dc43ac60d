using SecretsKit.Charts.Model;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The flags of every helm command, as the reference words them.</summary>
internal static class GlobalFlagTexts
{
    private static readonly Dictionary<string, string> About = new()
    {
        ["namespace"] = "namespace scope for this request",
        ["debug"] = "enable verbose output",
        ["kube-context"] = "name of the kubeconfig context to use",
        ["kube-token"] = "bearer token used for authentication",
        ["kube-as-user"] = "username to impersonate for the operation",
        ["kube-as-group"] = "group to impersonate for the operation, this flag can be repeated to specify multiple groups.",
        ["kube-apiserver"] = "the address and the port for the Kubernetes API server",
        ["kube-ca-file"] = "the certificate authority file for the Kubernetes API server connection",
        ["kube-tls-server-name"] =
            "server name to use for Kubernetes API server certificate validation. If it is not "
            + "provided, the hostname used to contact the server is used",
        ["kube-insecure-skip-tls-verify"] =
            "if true, the Kubernetes API server's certificate will not be checked for validity. This "
            + "will make your HTTPS connections insecure",
        ["kubeconfig"] = "path to the kubeconfig file",
        ["registry-config"] = "path to the registry config file",
        ["repository-config"] = "path to the file containing repository names and URLs",
        ["repository-cache"] = "path to the directory containing cached repository indexes",
        ["content-cache"] = "path to the directory containing cached content (e.g. charts)",
        ["burst-limit"] = "client-side default throttling limit",
        ["qps"] = "queries per second used when communicating with the Kubernetes API, not including bursting",
        ["color"] = "use colored output (never, auto, always)",
        ["colour"] = "use colored output (never, auto, always)",
    };

    private static readonly string[] NewFlags = ["color", "colour", "content-cache"];

    /// <summary>The flags of a generation; their rows are those that the commands are run with.</summary>
    public static IReadOnlyList<CobraFlag> Of(HelmGeneration generation) =>
    [
        .. HelmFlags.Global
            .Where(flag => About.ContainsKey(flag.Name) && (generation == HelmGeneration.V4 || !NewFlags.Contains(flag.Name)))
            .Select(flag => new CobraFlag(flag, About[flag.Name]) { Values = ValuesOf(flag.Name) }),
    ];

    private static CandidateSource? ValuesOf(string name) => name switch
    {
        "namespace" => HelmCandidates.Releases,
        "kube-context" => HelmCandidates.Contexts,
        "color" or "colour" => HelmCandidates.Words("never", "auto", "always"),
        _ => null,
    };
}
