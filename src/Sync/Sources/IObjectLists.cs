using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Sources;

/// <summary>Lists objects of a kind, for those who select them by labels. Safe on all threads.</summary>
internal interface IObjectLists
{
    /// <summary>All objects of a kind, in the order of their names. They must not be changed.</summary>
    /// <param name="apiVersion">Group and version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="ns">The namespace; empty for objects of the whole cluster.</param>
    /// <param name="selector">Labels that must hold: <c>matchLabels</c> and <c>matchExpressions</c>.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Core.Errors.SecretsKitException">They cannot be found out.</exception>
    ValueTask<IReadOnlyList<MapValue>> ListAsync(string apiVersion, string kind, string ns, MapValue selector, CancellationToken ct);
}
