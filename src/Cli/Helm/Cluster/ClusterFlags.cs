using SecretsKit.CommandLine;
using SecretsKit.Kubernetes.Configuration;

namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>The flags that say which cluster is meant and who one is there, with their variables (spec helm.md 20).</summary>
internal static class ClusterFlags
{
    public static readonly Flag Kubeconfig = new(FlagKind.Text, "kubeconfig", "The kubeconfig file.") { TakesFile = true };

    public static readonly Flag Context = Row(FlagKind.Text, "kube-context", "HELM_KUBECONTEXT", "The context of the kubeconfig.");

    private static readonly Flag Token = Row(FlagKind.Text, "kube-token", "HELM_KUBETOKEN", "A bearer token.");
    private static readonly Flag AsUser = Row(FlagKind.Text, "kube-as-user", "HELM_KUBEASUSER", "The user to act as.");
    private static readonly Flag AsGroups =
        Row(FlagKind.List, "kube-as-group", "HELM_KUBEASGROUPS", "A group to be in when acting as a user.");
    private static readonly Flag Server = Row(FlagKind.Text, "kube-apiserver", "HELM_KUBEAPISERVER", "The URL of the API server.");
    private static readonly Flag CaFile =
        Row(FlagKind.Text, "kube-ca-file", "HELM_KUBECAFILE", "The certificates that the API server is trusted by.");
    private static readonly Flag ServerName =
        Row(FlagKind.Text, "kube-tls-server-name", "HELM_KUBETLS_SERVER_NAME", "The name that the API server's certificate must have.");
    private static readonly Flag Insecure = Row(
        FlagKind.Switch,
        "kube-insecure-skip-tls-verify",
        "HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
        "Trusts whatever certificate the API server shows.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Flag> All { get; } =
        [Context, Token, AsUser, AsGroups, Server, CaFile, ServerName, Insecure, Kubeconfig];

    /// <summary>What a command line says about the cluster. Holds the token, if one is given.</summary>
    public static ClusterChoice Choice(ParsedFlags flags) => new()
    {
        Context = flags.Text(Context),
        Server = flags.Text(Server),
        Token = flags.Text(Token),
        CertificateAuthorityFile = flags.Text(CaFile),
        TlsServerName = flags.Text(ServerName),
        SkipsVerification = flags.IsOn(Insecure),
        AsUser = flags.Text(AsUser),
        AsGroups = flags.List(AsGroups),
        Namespace = flags.Text(HelmFlags.Namespace),
    };

    private static Flag Row(FlagKind kind, string name, string variable, string help) => new(kind, name, help) { Variable = variable };
}
