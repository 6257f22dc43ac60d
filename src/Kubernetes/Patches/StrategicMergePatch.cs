using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>
/// Makes patches that know the keys of lists, as Helm and kubectl make them: for kinds of <see cref="MergeSchema"/>. The result shares
/// values with what it is made of.
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>What makes one object of another.</summary>
    /// <returns>Empty if they are equal.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedDocument"/>: a merged list has elements of several types, or elements without their key.
    /// </exception>
    public static MapValue TwoWay(MapValue from, MapValue to, MergeType type)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return new TreeDifference(DifferencePart.All).Maps(from, to, type, retainsKeys: false);
    }

    /// <summary>
    /// What brings an object to what a new manifest says: additions and changes against the object, deletions against the old manifest, so
    /// that fields of others stay.
    /// </summary>
    /// <param name="original">The old manifest.</param>
    /// <param name="modified">The new manifest.</param>
    /// <param name="current">The object as it is.</param>
    /// <param name="type">The type of all three.</param>
    /// <returns>Empty if there is nothing to do.</returns>
    /// <exception cref="SecretsKitException"><inheritdoc cref="TwoWay"/></exception>
    public static MapValue ThreeWay(MapValue original, MapValue modified, MapValue current, MergeType type)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(modified);
        ArgumentNullException.ThrowIfNull(current);
        var changes = new TreeDifference(DifferencePart.Changes).Maps(current, modified, type, retainsKeys: false);
        var deletions = new TreeDifference(DifferencePart.Deletions).Maps(original, modified, type, retainsKeys: false);
        return PatchUnion.Of(deletions, changes, type);
    }
}
