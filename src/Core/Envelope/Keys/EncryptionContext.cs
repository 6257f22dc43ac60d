using System.Diagnostics.CodeAnalysis;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>The pairs that AWS KMS binds to a ciphertext, sorted by name as UTF-16 code units. Immutable; equality is by content.</summary>
public sealed class EncryptionContext : IEquatable<EncryptionContext>
{
    private readonly KeyValuePair<string, string>[] _pairs;

    /// <summary>A context of these pairs; of a repeated name the last value counts.</summary>
    public EncryptionContext(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            sorted[name] = value;
        }

        _pairs = [.. sorted];
    }

    /// <summary>No pairs.</summary>
    public static EncryptionContext Empty { get; } = new([]);

    /// <summary>The pairs in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>Whether there are no pairs.</summary>
    public bool IsEmpty => _pairs.Length == 0;

    /// <summary>Parses <c>name:value,name:value</c> with exactly one colon in each pair; an empty text is the empty context.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EncryptionContext"/>.</exception>
    public static EncryptionContext Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return Empty;
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(','))
        {
            if (part.Split(':') is not [var name, var value])
            {
                throw new SecretsKitException(ErrorCode.EncryptionContext, "Invalid KMS encryption context format");
            }

            pairs.Add(new(name, value));
        }

        return new(pairs);
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] EncryptionContext? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EncryptionContext other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in _pairs)
        {
            hash.Add(pair);
        }

        return hash.ToHashCode();
    }

    /// <summary>The pairs as <c>name:value</c>, joined by commas.</summary>
    public override string ToString() => string.Join(',', _pairs.Select(pair => $"{pair.Key}:{pair.Value}"));
}
