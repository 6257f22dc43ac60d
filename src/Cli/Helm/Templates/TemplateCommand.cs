using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

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
        RefuseWhatIsNotThere(session, flags);
        var postRenderer = PostRenderer.Find(session, flags);
        var capabilities = ReadCapabilities(session, flags);
        var (name, chartName) = ReleaseNames.Read(session, flags, DefaultName);
        session.Log.Write(new(NoticeLevel.Debug, "Original chart version", ("version", flags.Text(HelmFlags.Version))) { LegacyText = $"[debug] Original chart version: {GoQuote.Format(flags.Text(HelmFlags.Version))}" });
        var path = ChartLocator.Locate(session, flags, chartName);
        session.Log.Write(new(NoticeLevel.Debug, "Chart path", ("path", path)) { LegacyText = $"[debug] CHART PATH: {path}\n" });
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
        await PrintAsync(session, flags, Render(session, flags, request, ct), name, postRenderer, ct);
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
        catch (ChartException failure) when (failure.IsFromRendering)
        {
            ManifestPrinter.PrintUnsorted(session, failure.Unsorted ?? new Dictionary<string, byte[]>());
            throw;
        }
    }

    private static async Task PrintAsync(HelmSession session, ParsedFlags flags, RenderResult rendering, string name, PostRenderer? postRenderer, CancellationToken ct)
    {
        try
        {
            await new ManifestPrinter(session, flags).PrintAsync(rendering, name, postRenderer, ct);
        }
        catch (ChartException failure) when (failure.IsFromRendering && !flags.IsOn(HelmFlags.Debug))
        {
            throw new ChartException(failure.Message + DebugAdvice, failure.Code, failure);
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

    private static void RefuseWhatIsNotThere(HelmSession session, ParsedFlags flags)
    {
        var isCurrent = session.Generation == HelmGeneration.V4;
        if (flags.IsOn(HelmFlags.Validate) && isCurrent)
        {
            session.Host.WriteErrorLine("Flag --validate has been deprecated, use '--dry-run=server' instead");
        }

        var run = flags.Text(HelmFlags.DryRun);
        if (run is not ("" or "none" or "server" or "client" or "true" or "false"))
        {
            throw new SecretsKitException(ErrorCode.Usage, isCurrent
                ? $"invalid dry-run value ({GoQuote.Format(run)}). Must be \"none\", \"server\", or \"client\""
                : "Invalid dry-run flag. Flag must one of the following: false, true, none, client, server");
        }

        if (flags.IsOn(HelmFlags.Validate) || run == "server")
        {
            throw new SecretsKitException(ErrorCode.Usage, "clusters are not asked by this version") { Hint = "leave out --validate and --dry-run=server" };
        }

        if (flags.IsOn(HelmFlags.DependencyUpdate))
        {
            throw new SecretsKitException(ErrorCode.Usage, "dependencies are not fetched by this version") { Hint = "leave out --dependency-update, and put the charts under charts/ with another tool" };
        }
    }
}
