using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Publishing;

/// <summary>
/// A place that files are published to. A new one is a class of this kind and a row in <see cref="Composition.Destinations"/>.
/// </summary>
internal abstract class PublishDestination
{
    /// <summary>Whether it takes values instead of encrypted files.</summary>
    public abstract bool TakesValues { get; }

    /// <summary>Why nothing can be sent there at all, or null; known before anything is decrypted.</summary>
    public virtual SecretsKitException? Unavailable => null;

    /// <summary>Where a file goes, for people.</summary>
    /// <param name="name">The file's published name, with forward slashes.</param>
    public abstract string UrlOf(string name);

    /// <summary>Sends a file.</summary>
    /// <exception cref="SecretsKitException">It did not arrive, or whether it did is not known.</exception>
    public abstract ValueTask UploadAsync(Publication publication, CancellationToken ct);
}

/// <summary>What is sent. Not a record: values are secret.</summary>
/// <param name="name">The published name.</param>
internal sealed class Publication(string name)
{
    /// <summary>The published name.</summary>
    public string Name { get; } = name;

    /// <summary>The encrypted file, for destinations that take files.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The values, for destinations that take values; else null.</summary>
    public PlainFile? Values { get; init; }

    /// <summary>The name, never content.</summary>
    public override string ToString() => $"Publication({Name})";
}
