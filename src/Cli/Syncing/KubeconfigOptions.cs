using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words that say which cluster is meant, as kubectl finds it: variables of Helm do not count.</summary>
internal sealed class KubeconfigOptions
{
    private readonly Option<string?> _kubeconfig = VerbOptions.Text("--kubeconfig", "FILE", "The kubeconfig. [$KUBECONFIG]");

    private readonly Option<string?> _context =
        VerbOptions.Text("--kube-context", "NAME", "The context of the kubeconfig, instead of the current one.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
    }

    /// <summary>The cluster that was named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ns">The namespace; empty for that of the kubeconfig.</param>
    public ClusterTarget Read(ParseResult parsed, string ns) => new()
    {
        Kubeconfig = parsed.GetValue(_kubeconfig) ?? "",
        Choice = new() { Context = parsed.GetValue(_context) ?? "", Namespace = ns },
    };
}
