using System.Collections;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Headers to be sent, in order. A name may come more than once. Values may be secret: the text of the list has names alone. Not safe for
/// concurrent changes.
/// </summary>
public sealed class HttpHeaderList : IEnumerable<KeyValuePair<string, string>>
{
    private const string NameSymbols = "!#$%&'*+-.^_`|~";

    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>The first value of a header, or null. Setting it replaces all values; null removes the header.</summary>
    /// <param name="name">Compared without case.</param>
    /// <exception cref="ArgumentException">The name or the value set cannot be sent; the value is not quoted.</exception>
    public string? this[string name]
    {
        get => _headers.Where(header => Is(header.Key, name)).Select(header => header.Value).FirstOrDefault();
        set
        {
            _headers.RemoveAll(header => Is(header.Key, name));
            if (value is not null)
            {
                Add(name, value);
            }
        }
    }

    /// <summary>Adds a value, beside those that the header has.</summary>
    /// <exception cref="ArgumentException">
    /// The name is not one of a header, or the value holds a control character; the value is not quoted. This keeps text from outside from
    /// adding headers.
    /// </exception>
    public void Add(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || NameSymbols.Contains(letter, StringComparison.Ordinal)))
        {
            throw new ArgumentException("not a name of a header", nameof(name));
        }

        if (value.Any(letter => char.IsControl(letter) && letter != '\t'))
        {
            throw new ArgumentException($"the value of {name} holds a control character", nameof(value));
        }

        _headers.Add(new(name, value));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names.</summary>
    public override string ToString() => $"HttpHeaderList({string.Join(", ", _headers.Select(header => header.Key))})";

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
