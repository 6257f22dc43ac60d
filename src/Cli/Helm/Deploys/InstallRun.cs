using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Access;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>One installation, from the words of a command line to the record.</summary>
/// <param name="session">Streams, keys, hints.</param>
/// <param name="flags">The command line.</param>
/// <param name="place">Cluster and records.</param>
/// <param name="options">What the flags say.</param>
internal sealed class InstallRun(HelmSession session, ParsedFlags flags, DeployPlace place, InstallOptions options)
{
    private InstallOperation? _operation;
    private OperationContext? _context;
    private IReadOnlyList<ChartFile> _definitions = [];
    private bool _isPlan;

    // Helm 4 asks no server for a dry run of the client.
    private bool IsAlone => session.Generation == HelmGeneration.V4 && options.DryRun == DryRunMode.Client;

    private Timestamp Now => GoTime.From(session.Host.Clock.GetUtcNow(), session.Host.Zones.Local).Timestamp;

    /// <summary>Changes the request before it is rendered. Default: nothing is changed.</summary>
    public Func<RenderRequest, RenderRequest> Adjust { get; init; } = request => request;

    /// <summary>Renders and installs.</summary>
    /// <returns>The release as it was recorded or as it would be, and what was rendered.</returns>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public async Task<(Release Release, RenderedRelease Rendered)> RunAsync(CancellationToken ct)
    {
        var rendered = await RenderAsync(null, ct);
        try
        {
            return (await CarryOutAsync(rendered, ct), rendered);
        }
        catch (SecretsKitException failure) when (failure.Causes.OfType<DeployCause>().Any(cause => cause.Fault == DeployFault.Cancelled))
        {
            session.Host.WriteReportLine($"Release {rendered.Name} has been cancelled.");
            throw;
        }
    }

    /// <summary>Renders with what the cluster says.</summary>
    /// <param name="fallbackName">The name of the release where the command line gives none; null if it must.</param>
    /// <param name="ct">Ends it.</param>
    public Task<RenderedRelease> RenderAsync(string? fallbackName, CancellationToken ct) =>
        ReleaseCommand.RenderAsync(session, flags, fallbackName, CompleteAsync, ct);

    /// <summary>
    /// Renders, and compares the rendering with the cluster. Nothing is written, and nothing locked: the definitions that the chart brings
    /// count as if they were there.
    /// </summary>
    /// <returns>The operation, what it is to carry out, and the files of definitions to install before.</returns>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public async Task<(InstallOperation Operation, PreparedRevision Prepared, IReadOnlyList<ChartFile> Definitions)> PrepareAsync(
        CancellationToken ct)
    {
        _isPlan = true;
        var rendered = await RenderAsync(null, ct);
        var draft = await PostRenderedDraft.OfAsync(session, flags, rendered, ct);
        return (_operation!, await _operation!.PrepareAsync(draft, ct), _definitions);
    }

    /// <summary>Installs what was rendered; a dry run compares it with the cluster.</summary>
    public async Task<Release> CarryOutAsync(RenderedRelease rendered, CancellationToken ct)
    {
        var draft = await PostRenderedDraft.OfAsync(session, flags, rendered, ct);
        return IsAlone
            ? InstallOperation.Preview(draft, options, place.Namespace, session.Generation, Now)
            : await _operation!.RunAsync(draft, ct);
    }

    private async Task<RenderRequest> CompleteAsync(RenderRequest request, CancellationToken ct)
    {
        if (IsAlone)
        {
            return request with { Namespace = place.Namespace };
        }

        _context = await place.OpenForInstallAsync(ct);
        _operation = new(_context, options);
        ReleaseName.Validate(session.Generation, session.Log, request.ReleaseName);
        if (options.DryRun == DryRunMode.None && !_isPlan)
        {
            await place.LockAsync(request.ReleaseName, ct);
        }

        await CheckNameAsync(_operation, request.ReleaseName, ct);
        WarnOfDefinitions(request.Chart);
        if (!_isPlan)
        {
            await DefinitionUpdates.RunAsync(session, flags, request.Chart, _context.Objects, ct);
            await _operation.InstallDefinitionsAsync(request.Chart, ct);
        }
        else if (!options.SkipsDefinitions)
        {
            _definitions = [.. request.Chart.CrdFiles];
        }

        return Adjust(request) with
        {
            Namespace = _context.Namespace,
            Capabilities = await CapabilitiesAsync(_context.Objects, ct),
            Lookup = options.DryRun == DryRunMode.Client ? null : ClusterTemplateData.Lookup(_context.Objects, ct),
        };
    }

    private async Task<Capabilities> CapabilitiesAsync(ObjectClient objects, CancellationToken ct)
    {
        var found = await ClusterTemplateData.CapabilitiesAsync(objects, ct);
        var defined = DefinedResources.Of(_definitions, session.Generation);
        foreach (var resource in defined)
        {
            objects.Resources.Assume(resource);
        }

        return found with
        {
            ApiVersions =
            [
                .. found.ApiVersions
                    .Concat(defined.SelectMany(one => (string[])[one.ApiVersion, $"{one.ApiVersion}/{one.Kind}"]))
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    private async Task CheckNameAsync(InstallOperation operation, string name, CancellationToken ct)
    {
        try
        {
            await operation.CheckNameAsync(name, ct);
        }
        catch (SecretsKitException failure) when (failure.Cause is DeployCause && session.Generation == HelmGeneration.V4)
        {
            session.Log.Write(new(NoticeLevel.Error, "release name check failed", ("error", failure.Message)));
            throw failure.WithPrefix("release name check failed: ");
        }
    }

    private void WarnOfDefinitions(Chart chart)
    {
        if (options.DryRun == DryRunMode.Server && !options.SkipsDefinitions && chart.CrdFiles.Any())
        {
            session.Log.Write(
                new(NoticeLevel.Warn, "This chart or one of its subcharts contains CRDs. Rendering may fail or contain inaccuracies.")
                {
                    IsNew = true,
                });
        }
    }
}
