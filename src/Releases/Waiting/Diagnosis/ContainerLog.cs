namespace SecretsKit.Releases.Waiting.Diagnosis;

/// <summary>The last lines of a container. They may hold secrets: sinks redact them, and its text does not show them.</summary>
/// <param name="text">The lines.</param>
public sealed class ContainerLog(ReadOnlyMemory<byte> text)
{
    /// <summary>How many lines are read.</summary>
    public const int Lines = 10;

    /// <summary>Most bytes of them.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>The lines, as the container printed them.</summary>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <summary>How much there is.</summary>
    public override string ToString() => $"ContainerLog({Text.Length} bytes)";
}
