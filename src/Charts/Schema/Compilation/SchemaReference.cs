using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>What a reference or an <c>$id</c> says, seen from the resource around it.</summary>
/// <param name="Url">Absolute, without fragment, as Go writes it.</param>
/// <param name="Fragment">Decoded; empty if there is none.</param>
internal readonly record struct SchemaReference(string Url, string Fragment)
{
    /// <summary>The fragment as the name of an anchor; null if it is empty or a JSON pointer.</summary>
    public string? Anchor => AnchorOf(Fragment);

    /// <summary>Resolves a reference as Go's <c>net/url</c> does.</summary>
    /// <param name="base">An absolute URL without fragment, as Go writes it.</param>
    /// <param name="reference">What a schema says.</param>
    /// <exception cref="SchemaException">One of them is no URL.</exception>
    public static SchemaReference Resolve(string @base, string reference)
    {
        var (front, fragment) = Split(reference);
        if (front.Length == 0)
        {
            // As most references are: nothing is left to resolve.
            return new(@base, fragment);
        }

        var from = Parse(@base);
        var to = Parse(front);
        var url = from.Resolve(to);

        // Go forgets names such as urn:a here.
        url = to.Scheme.Length == 0 && from.Opaque.Length > 0 ? url with { Opaque = from.Opaque } : url;
        return new(Encoding.UTF8.GetString(url.ToBytes()), fragment);
    }

    /// <summary>What is before the number sign, and what is after it, decoded.</summary>
    /// <exception cref="SchemaException">A percent sign in the fragment escapes nothing.</exception>
    public static (string Url, string Fragment) Split(string reference)
    {
        var (url, escaped) = SplitRaw(reference);
        if (!escaped.Contains('%', StringComparison.Ordinal))
        {
            return (url, escaped);
        }

        return GoUrl.TryUnescape(Encoding.UTF8.GetBytes(escaped), out var fragment, out var error)
            ? (url, Encoding.UTF8.GetString(fragment))
            : throw Unreadable(reference, error);
    }

    /// <summary>What is before the number sign, and what is after it, as written.</summary>
    public static (string Url, string Fragment) SplitRaw(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (reference, "") : (reference[..hash], reference[(hash + 1)..]);
    }

    /// <summary>A fragment as the name of an anchor; null if it is empty or a JSON pointer.</summary>
    public static string? AnchorOf(string fragment) => fragment is [] or ['/', ..] ? null : fragment;

    /// <summary>As messages show it.</summary>
    public override string ToString() => $"{Url}#{SchemaPointer.ToFragment(Fragment)}";

    private static GoUrl Parse(string text) =>
        GoUrl.TryParse(Encoding.UTF8.GetBytes(text), out var url, out var error) ? url : throw Unreadable(text, error);

    private static SchemaException Unreadable(string text, string error) => new($"error in parsing {GoQuote.Format(text)}: {error}");
}
