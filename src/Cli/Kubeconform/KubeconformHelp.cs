using System.Text;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Kubeconform;

/// <summary>Help for the kubeconform command line, from the same table as its parser.</summary>
internal static class KubeconformHelp
{
    /// <summary>What <c>-v</c> prints: the reference's own builds say no more.</summary>
    public const string Version = "development";

    private const int NameWidth = 32;

    /// <summary>The text, with a line break at the end.</summary>
    /// <param name="calledAs">The words that call the program.</param>
    public static string For(string calledAs)
    {
        var text = new StringBuilder($"Usage: {calledAs} [OPTION]... [FILE OR FOLDER]...\n")
            .Append("Checks manifests of Kubernetes against schemas. Without files, or with a single -, standard input is read.\n\n");
        foreach (var flag in KubeconformFlags.Table.Flags)
        {
            var value = flag.Kind switch { FlagKind.Switch => "", FlagKind.Number => " NUMBER", _ => " TEXT" };
            text.Append(("  -" + flag.Name + value).PadRight(NameWidth)).Append(' ').Append(flag.Help)
                .Append(flag.Default.Length > 0 ? $" [{flag.Default}]" : "").Append('\n');
        }

        return text.Append("\n'secretskit validate CHART' checks what a chart renders to, without a file in between.\n").ToString();
    }
}
