using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>A rendered release that is to become a revision. It may hold secrets, so its text shows the name alone.</summary>
/// <param name="rendered">What was rendered.</param>
/// <param name="manifest">The documents without hooks: those of the rendering, or what a post-renderer made of them.</param>
public sealed class ReleaseDraft(RenderedRelease rendered, ByteString manifest)
{
    /// <summary>What was rendered.</summary>
    public RenderedRelease Rendered { get; } = rendered;

    /// <summary>The documents without hooks.</summary>
    public ByteString Manifest { get; } = manifest;

    /// <summary>The draft of a rendering as it is.</summary>
    public static ReleaseDraft Of(RenderedRelease rendered)
    {
        ArgumentNullException.ThrowIfNull(rendered);
        return new(rendered, ReleaseManifest.Of(rendered.Rendering.Manifests));
    }

    /// <summary>Name alone.</summary>
    public override string ToString() => $"ReleaseDraft({Rendered.Name})";

    /// <summary>The first record of the revision.</summary>
    internal Release ToRelease(
        string @namespace,
        HelmGeneration generation,
        RevisionStart start,
        WriteMethod method,
        IReadOnlyDictionary<string, string> labels) => new(new ReleaseParts
    {
        Name = Rendered.Name,
        Namespace = @namespace,
        Revision = start.Revision,
        Status = start.Status,
        Description = start.Description,
        FirstDeployed = start.FirstDeployed,
        LastDeployed = start.Now,
        Chart = ReleaseChart.Of(Rendered.Rendering.Chart, generation),
        Config = Rendered.UserValues,
        Manifest = Manifest,
        Notes = new(Rendered.Rendering.Notes),
        Hooks = [.. Rendered.Rendering.Hooks.Select(ReleaseHook.Of)],
        ApplyMethod = MethodOf(generation, method),
        Labels = labels,
    });

    private static ApplyMethod MethodOf(HelmGeneration generation, WriteMethod method) => generation == HelmGeneration.V3
        ? ApplyMethod.Unrecorded
        : method.IsServerSide() ? ApplyMethod.ServerSide : ApplyMethod.ClientSide;
}
