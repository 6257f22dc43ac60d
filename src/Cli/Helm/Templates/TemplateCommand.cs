using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Linting;
using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Waiting;

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
        UsesCluster = true,
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        WarnOrRefuse(session, flags);
        _ = AdviceRules.Of(flags);
        var postRenderer = PostRendererProgram.Find(session, flags);
        try
        {
            var release = await RenderAsync(session, flags, ct);
            await new RenderingChecks(session, flags).RequireAsync(release, ct);
            await PrintAsync(session, flags, release, postRenderer, ct);
            TemplateAdvice.Tell(session, release, flags, ct);
            return ExitCodes.Success;
        }
        catch (ChartException failure) when (failure.IsFromRendering && !flags.IsOn(HelmFlags.Debug))
        {
            throw new ChartException(failure.Message + DebugAdvice, failure.Code, failure);
        }
        catch (ChartException failure) when (failure.IsFromRendering)
        {
            new ManifestPrinter(session, flags).PrintUnsorted(failure.Unsorted ?? new Dictionary<string, byte[]>());
            throw;
        }
    }

    private static async Task PrintAsync(
        HelmSession session, ParsedFlags flags, RenderedRelease release, PostRendererProgram? postRenderer, CancellationToken ct)
    {
        var summary = flags.IsOn(HelmFlags.Summary) || flags.IsGiven(HelmFlags.Expect) ? SummaryPrinter.Of(release, flags) : null;
        if (summary is not null)
        {
            SummaryPrinter.Require(summary, flags.List(HelmFlags.Expect));
        }

        if (summary is not null && flags.IsOn(HelmFlags.Summary))
        {
            SummaryPrinter.Print(session, summary);
        }
        else
        {
            await new ManifestPrinter(session, flags).PrintAsync(release.Rendering, release.Name, postRenderer, ct);
        }
    }

    // Helm 3 knows two ways to ask the cluster: --validate compares the rendering with it, --dry-run=server has templates look objects up.
    // Helm 4 does both where either is given.
    private static async Task<RenderedRelease> RenderAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        var isNew = session.Generation == HelmGeneration.V4;
        var looksUp = flags.Text(HelmFlags.DryRun) == "server";
        if (flags.IsOn(HelmFlags.Validate) || (isNew && looksUp))
        {
            await using var place = DeployPlace.Of(session, flags, new() { Strategy = WaitStrategy.HookOnly })
                ?? throw new SecretsKitException(ErrorCode.Usage, "the storage of releases cannot be used");
            var run = new InstallRun(session, flags, place, new()
            {
                Method = WriteMethod.ClientSide,
                Ownership = DeployFlags.Ownership(flags),
                Fields = DeployFlags.Fields(flags),
                DryRun = isNew || looksUp ? DryRunMode.Server : DryRunMode.Client,
                SkipsDefinitions = flags.IsOn(DeployFlags.SkipCrds),
                IsForUpgrade = flags.IsOn(HelmFlags.IsUpgrade),
            });
            try
            {
                var rendered = await run.RenderAsync(DefaultName, ct);
                await run.CarryOutAsync(rendered, ct);
                return rendered;
            }
            catch (SecretsKitException failure) when (failure is not ChartException)
            {
                throw DeployRun.Worded(session, failure, "");
            }
        }

        var capabilities = ReadCapabilities(session, flags);
        using var cluster = looksUp ? ClusterSession.Open(session, flags) : null;
        return await ReleaseCommand.RenderAsync(
            session,
            flags,
            DefaultName,
            (request, token) => Task.FromResult(request with
            {
                Capabilities = capabilities,
                Lookup = cluster is null ? null : ClusterTemplateData.Lookup(cluster.Objects, token),
            }),
            ct);
    }

    /// <summary>What templates may use where no cluster is asked.</summary>
    public static Capabilities ReadCapabilities(HelmSession session, ParsedFlags flags)
    {
        var capabilities = Capabilities.Default(session.Generation);
        if (flags.Text(HelmFlags.KubeVersion) is { Length: > 0 } version)
        {
            capabilities = capabilities with { KubeVersion = KubeVersion.Parse(version, session.Generation) };
        }

        return capabilities with { ApiVersions = [.. capabilities.ApiVersions, .. flags.List(HelmFlags.ApiVersions)] };
    }

    private static void WarnOrRefuse(HelmSession session, ParsedFlags flags)
    {
        var isCurrent = session.Generation == HelmGeneration.V4;
        if (flags.IsOn(HelmFlags.Validate) && isCurrent)
        {
            session.Host.WriteErrorLine("Flag --validate has been deprecated, use '--dry-run=server' instead");
        }

        DryRunValue.Require(session, flags);
        if (flags.IsOn(HelmFlags.DependencyUpdate))
        {
            throw new SecretsKitException(ErrorCode.Usage, "dependencies are not fetched by this version")
            {
                Hint = "leave out --dependency-update, and put the charts under charts/ with another tool",
            };
        }
    }
}
