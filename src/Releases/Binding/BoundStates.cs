using System.Collections.Concurrent;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Binding;

/// <summary>The states that the writes of a plan are bound to. Safe on all threads.</summary>
/// <param name="refuse">Makes the failure for an object that is in another state now, of the object and both states.</param>
internal sealed class BoundStates(Func<ResourceRef, ReviewedState, ReviewedState, SecretsKitException> refuse)
{
    private readonly ConcurrentDictionary<ResourceRef, BoundState> _states = new();

    /// <summary>Nothing is bound.</summary>
    public static BoundStates None { get; } = new((_, _, _) => throw new InvalidOperationException("nothing is bound"));

    /// <summary>Binds the writes of an object to a state, or to that state as it was read again.</summary>
    public void Set(ResourceRef reference, BoundState state) => _states[reference] = state;

    /// <summary>Frees the writes of an object from the state that they were bound to, because it is the program's own now.</summary>
    public void Release(ResourceRef reference) => _states.TryRemove(reference, out _);

    /// <summary>The state that the writes of an object are bound to; null for none.</summary>
    public BoundState? Find(ResourceRef reference) => _states.GetValueOrDefault(reference);

    /// <summary>The failure for an object that is in another state now.</summary>
    public SecretsKitException Refuse(ResourceRef reference, ReviewedState reviewed, ReviewedState now) => refuse(reference, reviewed, now);
}
