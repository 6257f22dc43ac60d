using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Frozen;

/// <summary>An object that is deleted, and the state of it that was reviewed. It may hold secrets, so it is not printed.</summary>
public sealed class FrozenDeletion
{
    internal FrozenDeletion(ReleaseObject item, ReviewedState reviewed) => (Item, Reviewed) = (item, reviewed);

    /// <summary>The object.</summary>
    public ReleaseObject Item { get; }

    internal ReviewedState Reviewed { get; }

    /// <summary>The object.</summary>
    public override string ToString() => Item.ToString();
}
