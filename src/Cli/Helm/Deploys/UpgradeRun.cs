using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>One upgrade, from the words of a command line to the record.</summary>
/// <param name="session">Streams, keys, hints.</param>
/// <param name="flags">The command line.</param>
/// <param name="place">Cluster and records.</param>
/// <param name="options">What the flags say.</param>
internal sealed class UpgradeRun(HelmSession session, ParsedFlags flags, DeployPlace place, UpgradeOptions options)
{
    private UpgradeOperation? _operation;
    private bool _isPlan;

    /// <summary>Whether the upgrade itself began, which what the chart's files are wrong in comes before.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Renders and upgrades.</summary>
    /// <returns>The release as it was recorded or as it would be, and what was rendered.</returns>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public async Task<(Release Release, RenderedRelease Rendered)> RunAsync(CancellationToken ct)
    {
        var (draft, rendered) = await RenderAsync(ct);
        return (await _operation!.RunAsync(draft, ct), rendered);
    }

    /// <summary>Renders, and compares the rendering with the cluster. Nothing is written, and nothing locked.</summary>
    /// <returns>The operation, and what it is to carry out.</returns>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public async Task<(UpgradeOperation Operation, PreparedRevision Prepared)> PrepareAsync(CancellationToken ct)
    {
        _isPlan = true;
        var (draft, _) = await RenderAsync(ct);
        return (_operation!, await _operation!.PrepareAsync(draft, ct));
    }

    private async Task<(ReleaseDraft Draft, RenderedRelease Rendered)> RenderAsync(CancellationToken ct)
    {
        var rendered = await ReleaseCommand.RenderAsync(session, flags, null, CompleteAsync, ct);
        return (await PostRenderedDraft.OfAsync(session, flags, rendered, ct), rendered);
    }

    private async Task<RenderRequest> CompleteAsync(RenderRequest request, CancellationToken ct)
    {
        HasBegun = true;
        var context = await place.OpenAsync(ct);
        ReleaseLookup.RequireName(request.ReleaseName, "release name is invalid");
        if (!_isPlan)
        {
            await place.LockAsync(request.ReleaseName, ct);
        }

        _operation = new(context, options);
        await _operation.LoadAsync(request.ReleaseName, ct);
        UpgradeFlags.RequireServerSide(session, flags);
        if (!_isPlan)
        {
            await DefinitionUpdates.RunAsync(session, flags, request.Chart, context.Objects, ct);
        }

        return ValueReuse.Apply(session, flags, request, _operation.Current) with
        {
            Namespace = _operation.Current.Namespace,
            IsUpgrade = true,
            Revision = _operation.Revision,
            Capabilities = await ClusterTemplateData.CapabilitiesAsync(context.Objects, ct),
            Lookup = options.DryRun == DryRunMode.Client ? null : ClusterTemplateData.Lookup(context.Objects, ct),
        };
    }
}
