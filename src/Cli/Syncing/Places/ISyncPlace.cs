using SecretsKit.Core.Data;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>Where Secrets go.</summary>
internal interface ISyncPlace : IDisposable
{
    /// <summary>What says where a Secret is, such as a path.</summary>
    string NameOf(LocalMapping mapping);

    /// <summary>The mapping as this place knows it; the same where it knows nothing of mappings.</summary>
    ValueTask<LocalMapping> IdentifyAsync(LocalMapping mapping, CancellationToken ct);

    /// <summary>The Secret of a mapping as it is there, or null. Several at a time.</summary>
    /// <param name="mapping">Which.</param>
    /// <param name="given">The Secret among the manifests, which counts where the place keeps none; or null.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Core.Errors.SecretsKitException">It cannot be found out.</exception>
    ValueTask<MapValue?> FindAsync(LocalMapping mapping, MapValue? given, CancellationToken ct);

    /// <summary>Carries out what has to be done. One after the other.</summary>
    /// <returns>Whether anything is otherwise there than before, as far as the place knows.</returns>
    /// <exception cref="Core.Errors.SecretsKitException">That failed; nothing has changed then.</exception>
    ValueTask<bool> WriteAsync(LocalMapping mapping, LocalOutcome outcome, MapValue? existing, CancellationToken ct);

    /// <summary>Ends a run, of which some mappings may have failed.</summary>
    ValueTask CompleteAsync(bool hasFailures, CancellationToken ct);
}
