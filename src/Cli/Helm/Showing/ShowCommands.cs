using System.Text;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.Showing;

/// <summary><c>helm show</c>: parts of a chart as they are, nothing rendered.</summary>
internal static class ShowCommands
{
    private static readonly string[] ReadmeNames = ["readme.md", "readme.txt", "readme"];

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<HelmCommand> All { get; } =
    [
        Row("all", "Prints the metadata, values, README and CRDs of a chart.", Parts.All),
        Row("chart", "Prints the Chart.yaml of a chart.", Parts.Metadata),
        Row("crds", "Prints the CRDs of a chart.", Parts.Crds),
        Row("readme", "Prints the README of a chart.", Parts.Readme),
        Row("values", "Prints the default values of a chart.", Parts.Values),
    ];

    [Flags]
    private enum Parts
    {
        Metadata = 1,
        Values = 2,
        Readme = 4,
        Crds = 8,
        All = 15,
    }

    private static HelmCommand Row(string name, string summary, Parts parts) => new("show " + name, "[CHART] [flags]", summary)
    {
        Flags = _ => HelmFlags.With(name == "values" ? [.. HelmFlags.ChartFlags, HelmFlags.JsonPath] : HelmFlags.ChartFlags),
        Arguments = ArgumentRule.Exactly(1),
        Run = (session, flags, ct) => ShowAsync(session, flags, parts, ct),
    };

    private static async Task<int> ShowAsync(HelmSession session, ParsedFlags flags, Parts parts, CancellationToken ct)
    {
        var chart = ChartLocator.Load(
            session.ChartHost,
            await ChartLocator.LocateAsync(session.ChartHost, ChartFlags.Reference(flags, flags.Arguments[0]), ct));
        var isAll = parts == Parts.All;
        var output = session.Host.Output;
        if (parts.HasFlag(Parts.Metadata))
        {
            Print(output, MetadataWriter.Write(chart.Metadata));
        }

        if (parts.HasFlag(Parts.Values) && chart.Values is not null)
        {
            output.Write(isAll ? "---\n"u8 : default);
            PrintValues(session, chart, flags.Text(HelmFlags.JsonPath));
        }

        if (parts.HasFlag(Parts.Readme)
            && chart.Files.FirstOrDefault(file => ReadmeNames.Contains(file.Name, StringComparer.OrdinalIgnoreCase)) is { } readme)
        {
            output.Write(isAll ? "---\n"u8 : default);
            Print(output, readme.Data);
        }

        if (parts.HasFlag(Parts.Crds))
        {
            PrintCrds(session, [.. chart.CrdFiles.Select(file => file.Data)], isAll);
        }

        return ExitCodes.Success;
    }

    private static void PrintValues(HelmSession session, Chart chart, string path)
    {
        if (path.Length > 0)
        {
            session.Host.Output.Write(Encoding.UTF8.GetBytes(JsonPath.Expand(path, Core.Data.Value.Of(chart.Values!))));
        }
        else if (chart.Raw.FirstOrDefault(file => file.Name == "values.yaml") is { } file)
        {
            Print(session.Host.Output, file.Data);
        }
    }

    // Helm 4 makes documents of them; Helm 3 puts one after the other.
    private static void PrintCrds(HelmSession session, List<byte[]> crds, bool isAll)
    {
        var isLegacy = session.Generation == HelmGeneration.V3;
        session.Host.Output.Write(isLegacy && isAll && crds.Count > 0 && !crds[0].AsSpan().StartsWith("---"u8) ? "---\n"u8 : default);
        foreach (var crd in crds)
        {
            session.Host.Output.Write(isLegacy || crd.AsSpan().StartsWith("---"u8) ? default : "---\n"u8);
            Print(session.Host.Output, crd);
        }
    }

    private static void Print(Stream output, byte[] text)
    {
        output.Write(text);
        output.Write("\n"u8);
    }
}
