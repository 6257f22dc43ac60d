using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The draft of a release, its manifest changed by the program of Helm 3's <c>--post-renderer</c>, if one is named.</summary>
internal static class PostRenderedDraft
{
    /// <summary>Makes it.</summary>
    /// <exception cref="Charts.Model.ChartException">The program failed.</exception>
    public static async Task<ReleaseDraft> OfAsync(HelmSession session, ParsedFlags flags, RenderedRelease rendered, CancellationToken ct)
    {
        var draft = ReleaseDraft.Of(rendered);
        return PostRendererProgram.Find(session, flags) is { } program
            ? new(rendered, new(await program.RunAsync(draft.Manifest.Memory, ct)))
            : draft;
    }
}
