using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Pipelines;

/// <summary>The options that say which cluster and which namespace are meant.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _namespace = VerbOptions.Text(
        "--namespace", "NAME", "The namespace of the release; it must be named. [$HELM_NAMESPACE]", "-n");

    private readonly Option<string?> _kubeconfig = VerbOptions.Text("--kubeconfig", "FILE", "The kubeconfig. [$KUBECONFIG]");

    private readonly Option<string?> _context = VerbOptions.Text(
        "--kube-context", "NAME", "The context of the kubeconfig, instead of the current one. [$HELM_KUBECONTEXT]");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_namespace);
        AddClusterTo(command);
    }

    /// <summary>Adds those of commands that are about a whole cluster.</summary>
    public void AddClusterTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
    }

    /// <summary>Whether a cluster is named.</summary>
    public bool NamesCluster(ParseResult parsed) =>
        parsed.GetValue(_kubeconfig) is { Length: > 0 } || parsed.GetValue(_context) is { Length: > 0 };

    /// <summary>What is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Variables that count where an option is missing.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: no namespace is named.</exception>
    public ClusterTarget Read(ParseResult parsed, HostEnvironment environment)
    {
        var place = parsed.GetValue(_namespace) ?? environment.Variable("HELM_NAMESPACE") ?? "";
        return place.Length == 0
            ? throw new SecretsKitException(ErrorCode.Usage, "no namespace is named: rights are given for a namespace")
            {
                Hint = "name that of the release with -n NAMESPACE, or in HELM_NAMESPACE",
            }
            : ReadCluster(parsed, environment, place);
    }

    /// <summary>What is named by a command that is about a whole cluster.</summary>
    public ClusterTarget ReadCluster(ParseResult parsed, HostEnvironment environment) => ReadCluster(parsed, environment, "");

    private ClusterTarget ReadCluster(ParseResult parsed, HostEnvironment environment, string place) => new()
    {
        Kubeconfig = parsed.GetValue(_kubeconfig) ?? "",
        Choice = new()
        {
            Context = parsed.GetValue(_context) ?? environment.Variable("HELM_KUBECONTEXT") ?? "",
            Namespace = place,
        },
    };
}
