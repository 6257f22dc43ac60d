namespace SecretsKit.Releases.Hooks;

/// <summary>What a container of a hook printed. It may hold secrets: sinks redact it, and its text does not show it.</summary>
/// <param name="pod">The name of the pod.</param>
/// <param name="container">The name of the container.</param>
/// <param name="text">What it printed.</param>
public sealed class ContainerOutput(string pod, string container, ReadOnlyMemory<byte> text)
{
    /// <summary>The most bytes that are read of one container, from the beginning of its output.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The name of the pod.</summary>
    public string Pod { get; } = pod;

    /// <summary>The name of the container.</summary>
    public string Container { get; } = container;

    /// <summary>What it printed, which need not end with a line break.</summary>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <summary>Pod and container.</summary>
    public override string ToString() => $"ContainerOutput({Pod}/{Container})";
}
