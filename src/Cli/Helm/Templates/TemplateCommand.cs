using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary><c>helm template</c>: renders a chart and prints what it would install (spec helm.md 4.8).</summary>
internal static class TemplateCommand
{
    private const string DefaultName = "release-name";
    private const string DebugAdvice = "\n\nUse --debug flag to render out invalid YAML";

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("template", "[NAME] [CHART] [flags]", "Renders a chart and prints its manifests.")
    {
        Flags = HelmFlags.Template,
        Arguments = new(1, int.MaxValue),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        RefuseWhatIsNotThere(flags);
        var capabilities = ReadCapabilities(session, flags);
        var (name, chartName) = ReleaseNames.Read(session, flags, DefaultName);
        var path = ChartLocator.Locate(session, chartName);
        var sources = await new ValueInputs(session).ReadAsync(flags, ct);
        var values = sources.Merge(session.Generation);
        var chart = ChartLocator.Load(session, path);
        ChartChecks.RequireInstallable(session, chart);
        ReleaseNames.Validate(session, name);
        var request = new RenderRequest
        {
            Chart = chart,
            Values = values,
            ReleaseName = name,
            Namespace = HelmSession.NamespaceOf(flags),
            IsUpgrade = flags.IsOn(HelmFlags.IsUpgrade),
            Capabilities = capabilities,
            ValidatesSchema = !flags.IsOn(HelmFlags.SkipSchema),
            ValueQuoting = sources.Files.Any(file => file.IsSecret) ? ValueQuoting.Hidden : ValueQuoting.Shown,
            RendersSubchartNotes = flags.IsOn(HelmFlags.SubchartNotes),
            Clock = session.Host.Clock,
            Random = session.Host.Random,
            Log = session.Log,
        };
        new ManifestPrinter(session, flags).Print(Render(session, flags, request, ct), name);
        return ExitCodes.Success;
    }

    private static RenderResult Render(HelmSession session, ParsedFlags flags, RenderRequest request, CancellationToken ct)
    {
        try
        {
            return new ChartRenderer(session.Generation).Render(request, ct);
        }
        catch (ChartException failure) when (failure.IsFromRendering && !flags.IsOn(HelmFlags.Debug))
        {
            throw new ChartException(failure.Message + DebugAdvice, failure.Code, failure);
        }
        catch (ChartException failure) when (failure.Unsorted is { } files)
        {
            ManifestPrinter.PrintUnsorted(session, files);
            throw;
        }
    }

    private static Capabilities ReadCapabilities(HelmSession session, ParsedFlags flags)
    {
        var capabilities = Capabilities.Default(session.Generation);
        if (flags.Text(HelmFlags.KubeVersion) is { Length: > 0 } version)
        {
            capabilities = capabilities with { KubeVersion = KubeVersion.Parse(version, session.Generation) };
        }

        return capabilities with { ApiVersions = [.. capabilities.ApiVersions, .. flags.List(HelmFlags.ApiVersions)] };
    }

    private static void RefuseWhatIsNotThere(ParsedFlags flags)
    {
        if (flags.IsOn(HelmFlags.Validate) || flags.Text(HelmFlags.DryRun) == "server")
        {
            throw new SecretsKitException(ErrorCode.Usage, "clusters are not asked by this version") { Hint = "leave out --validate and --dry-run=server" };
        }

        if (flags.IsGiven(HelmFlags.PostRenderer))
        {
            throw new SecretsKitException(ErrorCode.Usage, "post-renderers are not run by this version") { Hint = "pipe the output into the program instead" };
        }
    }
}
