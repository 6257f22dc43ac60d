using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.About;

/// <summary>The settings that flags and variables make: what <c>helm env</c> prints and plugins get (spec helm.md 20).</summary>
internal static class HelmSettings
{
    /// <summary>The settings by name.</summary>
    public static SortedDictionary<string, string> Of(HelmSession session, ParsedFlags flags)
    {
        var host = session.Host;
        var cache = Folder("HELM_CACHE_HOME", "XDG_CACHE_HOME", ".cache");
        var config = Folder("HELM_CONFIG_HOME", "XDG_CONFIG_HOME", ".config");
        var data = Folder("HELM_DATA_HOME", "XDG_DATA_HOME", ".local/share");
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HELM_BIN"] = host.ProgramPath ?? "",
            ["HELM_CACHE_HOME"] = cache,
            ["HELM_CONFIG_HOME"] = config,
            ["HELM_DATA_HOME"] = data,
            ["HELM_DEBUG"] = flags.IsOn(HelmFlags.Debug) ? "true" : "false",
            ["HELM_NAMESPACE"] = HelmSession.NamespaceOf(flags),
            ["HELM_MAX_HISTORY"] = Variable("HELM_MAX_HISTORY", "10"),
            ["HELM_PLUGINS"] = Variable("HELM_PLUGINS", data + "/plugins"),
            ["HELM_BURST_LIMIT"] = Given("burst-limit", "HELM_BURST_LIMIT", "100"),
            ["HELM_QPS"] = Given("qps", "HELM_QPS", "0.00"),
            ["HELM_REGISTRY_CONFIG"] = Given("registry-config", "HELM_REGISTRY_CONFIG", config + "/registry/config.json"),
            ["HELM_REPOSITORY_CACHE"] = Given("repository-cache", "HELM_REPOSITORY_CACHE", cache + "/repository"),
            ["HELM_REPOSITORY_CONFIG"] = Given("repository-config", "HELM_REPOSITORY_CONFIG", config + "/repositories.yaml"),
            ["HELM_KUBECONTEXT"] = Given("kube-context", "HELM_KUBECONTEXT"),
            ["HELM_KUBETOKEN"] = Given("kube-token", "HELM_KUBETOKEN"),
            ["HELM_KUBEASUSER"] = Given("kube-as-user", "HELM_KUBEASUSER"),
            ["HELM_KUBEASGROUPS"] = Given("kube-as-group", "HELM_KUBEASGROUPS"),
            ["HELM_KUBEAPISERVER"] = Given("kube-apiserver", "HELM_KUBEAPISERVER"),
            ["HELM_KUBECAFILE"] = Given("kube-ca-file", "HELM_KUBECAFILE"),
            ["HELM_KUBETLS_SERVER_NAME"] = Given("kube-tls-server-name", "HELM_KUBETLS_SERVER_NAME"),
            ["HELM_KUBEINSECURE_SKIP_TLS_VERIFY"] = Given("kube-insecure-skip-tls-verify", "HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "false"),
        };
        if (session.Generation == HelmGeneration.V4)
        {
            settings["HELM_CONTENT_CACHE"] = Given("content-cache", "HELM_CONTENT_CACHE", cache + "/content");
        }

        return settings;

        string Variable(string name, string fallback) => host.Environment.Variable(name) is { Length: > 0 } value ? value : fallback;

        string Folder(string own, string shared, string inHome) =>
            Variable(own, Variable(shared, $"{host.Environment.HomeDirectory}/{inHome}") + "/helm");

        string Given(string flag, string variable, string fallback = "") =>
            HelmFlags.Global.First(row => row.Name == flag) is var row && flags.IsGiven(row)
                ? string.Join(',', flags.List(row))
                : Variable(variable, fallback);
    }
}
