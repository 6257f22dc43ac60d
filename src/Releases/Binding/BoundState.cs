using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Binding;

/// <summary>The state of an object that a write is bound to: what was reviewed, and the object as it was read last.</summary>
internal sealed class BoundState
{
    /// <summary>Binds.</summary>
    /// <param name="reviewed">What was reviewed.</param>
    /// <param name="live">The object in that state, as it was read last; null if there is none. Lent.</param>
    public BoundState(ReviewedState reviewed, MapValue? live) => (Reviewed, Live) = (reviewed, live);

    /// <summary>What was reviewed.</summary>
    public ReviewedState Reviewed { get; }

    /// <summary>The object as it was read last; null if there is none.</summary>
    public MapValue? Live { get; }

    /// <summary>The state that a write names; empty if there is no object.</summary>
    public string ResourceVersion => Text("resourceVersion");

    /// <summary>The identifier of the object; empty if there is none.</summary>
    public string Uid => Text("uid");

    private string Text(string field) => Live?[new("metadata")].AsMap?[new(field)] is { IsString: true } text
        ? new ByteString(text.StringBytes.AsMemory()).RevealText()
        : "";
}
