using System.CommandLine;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Platform;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The words that <c>role</c> and <c>check</c> share: a release, a cluster, and how it is deployed.</summary>
internal sealed class AccessOptions
{
    private readonly ReleaseOptions _release = new();
    private readonly ClusterOptions _cluster = new();
    private readonly Option<string?> _storage = VerbOptions.Choice(
        "--storage", "DRIVER", "What carries release records: secret (the default), configmap or sql. [$HELM_DRIVER]",
        ["secret", "configmap", "sql"]);

    private readonly Option<bool> _wait = VerbOptions.Switch(
        "--wait", "With the rights that --wait and --atomic need: to follow objects and pods, and to read logs and events.", "--atomic");

    private readonly Option<bool> _replace = VerbOptions.Switch(
        "--force-replace", "With the right to replace objects, which --force-replace needs, and --force of Helm 3.", "--force");

    private readonly Option<bool> _lock = VerbOptions.Switch("--lock", "With the rights that --lock needs: a Lease for each release.");

    private readonly Option<bool> _createNamespace = VerbOptions.Switch(
        "--create-namespace", "With the right to make the namespace, which is a right in the whole cluster.");

    private readonly Option<string[]> _definitions = VerbOptions.Many(
        "--crds", "FILE", "CustomResourceDefinitions of kinds that the chart uses and does not bring along; may be repeated.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _release.AddTo(command);
        _cluster.AddTo(command);
        foreach (var option in (Option[])[_storage, _wait, _replace, _lock, _createNamespace, _definitions])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether a cluster is named.</summary>
    public bool NamesCluster(ParseResult parsed) => _cluster.NamesCluster(parsed);

    /// <summary>What is meant.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">No namespace is named.</exception>
    public AccessRequest Read(ParseResult parsed, HostEnvironment environment)
    {
        var target = _cluster.Read(parsed, environment);
        return new(_release.Read(parsed, target.Choice.Namespace), target)
        {
            Storage = StorageDriverName.Parse(parsed.GetValue(_storage) ?? environment.Variable("HELM_DRIVER") ?? "")
                ?? StorageDriver.Secret,
            Waits = parsed.GetValue(_wait),
            Replaces = parsed.GetValue(_replace),
            Locks = parsed.GetValue(_lock),
            CreatesNamespace = parsed.GetValue(_createNamespace),
            Definitions = parsed.GetValue(_definitions) ?? [],
        };
    }
}

/// <summary>A release whose rights are wanted.</summary>
/// <param name="Release">The release.</param>
/// <param name="Cluster">The cluster; its namespace is that of the release.</param>
internal sealed record AccessRequest(ReleaseRequest Release, ClusterTarget Cluster)
{
    /// <summary>What carries records.</summary>
    public StorageDriver Storage { get; init; }

    /// <summary>Whether deploys wait.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether deploys replace objects.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether deploys lock the release.</summary>
    public bool Locks { get; init; }

    /// <summary>Whether deploys make the namespace.</summary>
    public bool CreatesNamespace { get; init; }

    /// <summary>Files with definitions of kinds.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];
}
