using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Stores;

/// <summary>
/// The bytes of a secret as a store holds them. Not a record, and no text of it shows them. Values are not wiped: only key material is.
/// </summary>
/// <param name="bytes">Given away: they may not be changed any more.</param>
public sealed class SecretValue(byte[] bytes)
{
    /// <summary>A value that is there and has no bytes.</summary>
    public static SecretValue Empty { get; } = new([]);

    /// <summary>The bytes, lent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>How many bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>A value that is a text, as UTF-8.</summary>
    public static SecretValue OfText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether another value has the same bytes; false for none.</summary>
    public bool IsSame(SecretValue? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <summary>The bytes as text, for output that shall show them.</summary>
    public string RevealText() => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>A fixed text; never the bytes.</summary>
    public override string ToString() => "SecretValue(***)";
}

/// <summary>Secrets by name, in the order of their names as bytes of UTF-8.</summary>
public sealed class SecretMap
{
    private readonly SortedDictionary<string, SecretValue> _values = new(Utf8Order.Instance);

    /// <summary>
    /// Whether a search found not even the place that it looked in, which counts as a missing secret, unlike a search without a match (spec
    /// external-secrets.md 3.5). Default false.
    /// </summary>
    public bool IsAbsent { get; init; }

    /// <summary>How many.</summary>
    public int Count => _values.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The secrets, in order.</summary>
    public IEnumerable<KeyValuePair<string, SecretValue>> Entries => _values;

    /// <summary>The secret of a name, or null; setting replaces.</summary>
    public SecretValue? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The number of secrets, never one of them.</summary>
    public override string ToString() => $"SecretMap({Count})";
}
