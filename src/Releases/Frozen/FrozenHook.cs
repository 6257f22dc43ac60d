using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;

namespace SecretsKit.Releases.Frozen;

/// <summary>
/// An object of a hook that runs, and the state of it that was reviewed: running the hook deletes or overwrites what is there. One that is
/// gone since is no change, because hooks and controllers remove such objects themselves. It may hold secrets, so it is not printed.
/// </summary>
internal sealed class FrozenHook
{
    public FrozenHook(ResourceRef reference, ReviewedState reviewed) => (Reference, Reviewed) = (reference, reviewed);

    /// <summary>The object.</summary>
    public ResourceRef Reference { get; }

    /// <summary>The state that was reviewed.</summary>
    public ReviewedState Reviewed { get; }

    /// <summary>The object.</summary>
    public override string ToString() => Reference.ToString();

    /// <summary>Whether running the hook would do away with something that was not reviewed.</summary>
    public bool Spares(ReviewedState now) => now.Content is null || now.IsSame(Reviewed);
}
