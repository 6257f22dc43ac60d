using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Summary;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary>What <c>--summary</c> prints of a rendering, and what <c>--expect</c> demands of it.</summary>
internal static class SummaryPrinter
{
    private const string ImageWord = "image";

    /// <summary>The resources of a release as they would be printed, hooks and CRDs among them where flags say so.</summary>
    public static RenderingSummary Of(RenderedRelease release, ParsedFlags flags) => RenderingSummary.Of(
    [
        .. flags.IsOn(HelmFlags.IncludeCrds)
        ? ManifestPrinter.Crds(release.Rendering.Chart).Select(crd => (ReadOnlyMemory<byte>)crd.Content)
        : [],
        .. release.Rendering.Manifests.Select(manifest => manifest.Text),
        .. ManifestPrinter.ShownHooks(release.Rendering, flags).Select(hook => hook.Manifest.Text),
    ]);

    /// <summary>Prints how many resources of which kinds there are, with their names, and the images of containers.</summary>
    public static void Print(HelmSession session, RenderingSummary summary)
    {
        var width = summary.Kinds.Select(kind => kind.Key.Length).DefaultIfEmpty().Max();
        foreach (var kind in summary.Kinds)
        {
            session.Host.WriteReportLine($"{kind.Key.PadRight(width)}  {kind.Count(),3}  {string.Join(", ", kind)}");
        }

        foreach (var image in summary.Images)
        {
            session.Host.WriteReportLine($"{ImageWord.PadRight(width)}       {image}");
        }

        session.Host.WriteReportLine($"{Count(summary.Resources.Count, "resource")} of {Count(summary.Kinds.Count(), "kind")}");
    }

    /// <summary>Compares a rendering with what is expected of it.</summary>
    /// <exception cref="ChartException">Something is missing.</exception>
    /// <exception cref="SecretsKitException">An expectation cannot be understood (<see cref="ErrorCode.Usage"/>).</exception>
    public static void Require(RenderingSummary summary, IReadOnlyList<string> expectations)
    {
        var complaints = expectations.Select(expectation => Complaint(summary, expectation.Trim())).OfType<string>().ToList();
        if (complaints.Count > 0)
        {
            throw new ChartException($"the rendering is not what --expect says: {string.Join("; ", complaints)}")
            {
                Hint = "--summary shows what there is",
            };
        }
    }

    private static string? Complaint(RenderingSummary summary, string expectation)
    {
        if (expectation.StartsWith(ImageWord + "=", StringComparison.Ordinal))
        {
            var image = expectation[(ImageWord.Length + 1)..];
            return summary.Images.Contains(image) ? null : $"no container has the image {image}";
        }

        if (expectation.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } name])
        {
            return summary.Resources.Contains((kind, name)) ? null : $"there is no {kind} {name}";
        }

        var (wanted, count) = expectation.Split('=') switch
        {
            [{ Length: > 0 } only] when !only.Contains('/', StringComparison.Ordinal) => (only, -1),
            [{ Length: > 0 } counted, var text] when int.TryParse(text, out var number) && number >= 0 => (counted, number),
            _ => throw new SecretsKitException(ErrorCode.Usage, $"--expect does not take \"{expectation}\"")
            {
                Hint = "write Deployment, Deployment=2, Deployment/web or image=shop/web:1.2.0, several of them separated by commas",
            },
        };
        var there = summary.Resources.Count(resource => resource.Kind == wanted);
        return (count < 0 ? there > 0 : there == count)
            ? null
            : count < 0
            ? $"there is no {wanted}"
            : $"{wanted}: {there} rendered, not {count}";
    }

    private static string Count(int number, string what) => number == 1 ? "1 " + what : $"{number} {what}s";
}
