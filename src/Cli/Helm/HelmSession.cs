using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Helm;

/// <summary>What the commands of one helm command line share.</summary>
/// <param name="Host">Streams and environment.</param>
/// <param name="Generation">Whose behaviour counts.</param>
/// <param name="Log">Where notices go.</param>
internal sealed record HelmSession(CliHost Host, HelmGeneration Generation, IChartLog Log)
{
    private const string DefaultNamespace = "default";

    /// <summary>The namespace that flag or environment name, else <c>default</c>.</summary>
    public static string NamespaceOf(ParsedFlags flags) => flags.Text(HelmFlags.Namespace) is { Length: > 0 } name ? name : DefaultNamespace;
}
