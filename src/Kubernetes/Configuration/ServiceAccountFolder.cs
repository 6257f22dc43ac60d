using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// What a pod gets of its own account: a token that is replaced from time to time, the cluster's certificates, its namespace.
/// </summary>
public static class ServiceAccountFolder
{
    /// <summary>Where Kubernetes mounts it.</summary>
    public const string DefaultPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const int MaxNamespaceBytes = 1024;

    /// <summary>The configuration of a program in a cluster; null if this is none.</summary>
    /// <param name="environment">KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, which pods have.</param>
    /// <param name="folder">The folder of the account. Default: <see cref="DefaultPath"/>.</param>
    /// <exception cref="SecretsKitException">The namespace cannot be read.</exception>
    public static Kubeconfig? Load(HostEnvironment environment, string folder = DefaultPath)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var host = environment.Variables.GetValueOrDefault("KUBERNETES_SERVICE_HOST") ?? "";
        var port = environment.Variables.GetValueOrDefault("KUBERNETES_SERVICE_PORT") ?? "";
        var token = Path.Combine(folder, "token");
        if (host.Length == 0 || port.Length == 0 || !File.Exists(token))
        {
            return null;
        }

        const string name = "in-cluster";
        var own = Path.Combine(folder, "namespace");
        return new()
        {
            Clusters = new Dictionary<string, KubeCluster>
            {
                [name] = new()
                {
                    Server = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}",
                    CertificateAuthority = ConfigContent.In(Path.Combine(folder, "ca.crt")),
                },
            },
            Users = new Dictionary<string, KubeUser> { [name] = new() { TokenFile = token } },
            Contexts = new Dictionary<string, KubeContext>
            {
                [name] = new()
                {
                    Cluster = name,
                    User = name,
                    Namespace = File.Exists(own)
                        ? Encoding.UTF8.GetString(FileReader.Read(environment, own, MaxNamespaceBytes)).Trim()
                        : "",
                },
            },
            CurrentContext = name,
        };
    }
}
