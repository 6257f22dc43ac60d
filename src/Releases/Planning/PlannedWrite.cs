using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>One step of a plan: what is done to one object. It may hold secrets, so its text shows action and object alone.</summary>
/// <param name="item">The object, as the manifest has it, with the marks of its release.</param>
/// <param name="action">What is done.</param>
public sealed class PlannedWrite(ReleaseObject item, WriteAction action)
{
    /// <summary>The object, as the manifest has it, with the marks of its release.</summary>
    public ReleaseObject Item { get; } = item;

    /// <summary>What is done.</summary>
    public WriteAction Action { get; } = action;

    /// <summary>Whether the server had the object when the plan was made.</summary>
    public bool Exists { get; init; }

    /// <summary>What is sent for <see cref="WriteAction.Patch"/>; null otherwise.</summary>
    public ObjectPatch? Patch { get; init; }

    /// <summary>
    /// For <see cref="WriteAction.Apply"/> of an object that this program wrote by other means before: the patch that makes its fields
    /// those of server-side apply, so that fields which the manifest drops later are removed. Null,
    /// the default, where there is none to send.
    /// </summary>
    public ObjectPatch? OwnerPatch { get; init; }

    /// <summary>For <see cref="WriteAction.Replace"/>: the state of the object that is replaced. Default empty.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>
    /// Whether the write holds for one state of the object alone, which patch, manifest or <see cref="ResourceVersion"/> name: it is not
    /// repeated for another one. Default no.
    /// </summary>
    internal bool IsBound { get; init; }

    /// <summary>Neighbours of one kind, which are written at once, in order.</summary>
    internal static IEnumerable<IReadOnlyList<PlannedWrite>> Batches(IReadOnlyList<PlannedWrite> writes)
    {
        for (var start = 0; start < writes.Count;)
        {
            var kind = writes[start].Item.Reference.Kind;
            var end = start + 1;
            while (end < writes.Count && writes[end].Item.Reference.Kind == kind)
            {
                end++;
            }

            yield return [.. writes.Skip(start).Take(end - start)];
            start = end;
        }
    }

    /// <summary>Action and object.</summary>
    public override string ToString() => $"{Action} {Item}";
}
