using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Frozen;

/// <summary>What is done to one object, and the state of it that was reviewed. It may hold secrets, so it is not printed.</summary>
public sealed class FrozenWrite
{
    internal FrozenWrite(PlannedWrite write, ReviewedState reviewed) => (Write, Reviewed) = (write, reviewed);

    /// <summary>What is done.</summary>
    public PlannedWrite Write { get; }

    internal ReviewedState Reviewed { get; }

    /// <summary>Action and object.</summary>
    public override string ToString() => Write.ToString();
}
