namespace SecretsKit.Releases.Waiting.Tracking;

/// <summary>Whole lines that a container printed. They may hold secrets: sinks redact them, and this text does not show them.</summary>
/// <param name="pod">The pod.</param>
/// <param name="container">The container.</param>
/// <param name="text">The lines with their line feeds, which the last may lack; empty if it ended without a word more.</param>
/// <param name="isEnd">Whether nothing more comes: the container has ended, or can no longer be read.</param>
public sealed class ContainerLines(string pod, string container, ReadOnlyMemory<byte> text, bool isEnd)
{
    /// <summary>The pod.</summary>
    public string Pod { get; } = pod;

    /// <summary>The container.</summary>
    public string Container { get; } = container;

    /// <summary>The lines.</summary>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <summary>Whether nothing more comes.</summary>
    public bool IsEnd { get; } = isEnd;

    /// <summary>Where they come from, and how much there is.</summary>
    public override string ToString() => $"{Pod}/{Container} ({Text.Length} bytes)";
}
