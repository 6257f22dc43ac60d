using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecretsKit.Core.Text;

public sealed partial record GoUrl
{
    /// <summary>Escapes a text so that it may stand between two slashes of a path, as Go's <c>url.PathEscape</c>.</summary>
    public static byte[] EscapeSegment(ReadOnlySpan<byte> text) => UrlEscapes.Encode(text, UrlPart.Segment);

    /// <summary>Escapes a name or value of a query or a form, as Go's <c>url.QueryEscape</c>.</summary>
    public static string EscapeQuery(string text) => Encoding.ASCII.GetString(UrlEscapes.Encode(Encoding.UTF8.GetBytes(text), UrlPart.Query));

    /// <summary>
    /// Decodes the escapes of a path, as Go's <c>url.PathUnescape</c>; <paramref name="error"/> is Go's message, which quotes the escape.
    /// </summary>
    public static bool TryUnescape(
        ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? decoded, [NotNullWhen(false)] out string? error) =>
        UrlEscapes.TryDecode(text, UrlPart.Segment, out decoded, out error);

    /// <summary>A reference seen from this URL, as Go's <c>ResolveReference</c>; dots are taken out of paths.</summary>
    public GoUrl Resolve(GoUrl reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var scheme = reference.Scheme.Length > 0 ? reference.Scheme : Scheme;
        if (reference.Scheme.Length > 0 || reference.Host.Length > 0 || reference.User is not null)
        {
            return (reference with { Scheme = scheme }).WithKnownPath(WithoutDots([], reference.EscapedPath()));
        }

        if (reference.Opaque.Length > 0)
        {
            return new() { Scheme = scheme, Opaque = reference.Opaque, RawQuery = reference.RawQuery, Fragment = reference.Fragment };
        }

        // An empty reference leads here; what it leaves out is taken over.
        var isEmpty = reference.Path.Length == 0 && reference.RawQuery.Length == 0;
        var query = isEmpty ? RawQuery : reference.RawQuery;
        var fragment = isEmpty && reference.Fragment.Length == 0 ? Fragment : reference.Fragment;
        return reference.Path.Length == 0 && Opaque.Length > 0
            ? new() { Scheme = scheme, Opaque = Opaque, RawQuery = query, Fragment = fragment }
            : (this with { Scheme = scheme, Opaque = [], RawQuery = query, Fragment = fragment })
                .WithKnownPath(WithoutDots(EscapedPath(), reference.EscapedPath()));
    }

    private byte[] EscapedPath()
    {
        var isRaw = IsEscaped(RawPath) && UrlEscapes.TryDecode(RawPath, UrlPart.Path, out var decoded, out _)
            && decoded.AsSpan().SequenceEqual(Path);
        return isRaw ? RawPath : Path.AsSpan().SequenceEqual("*"u8) ? Path : UrlEscapes.Encode(Path, UrlPart.Path);
    }

    private static bool IsEscaped(ReadOnlySpan<byte> path)
    {
        foreach (var c in path)
        {
            if (!"!$&'()*+,;=:@[]%"u8.Contains(c) && UrlEscapes.MustEscape(c, UrlPart.Path))
            {
                return false;
            }
        }

        return !path.IsEmpty;
    }

    // Of what is escaped by now.
    private GoUrl WithKnownPath(ReadOnlySpan<byte> path) => TryWithPath(path, out var url, out _) ? url : this;

    private bool TryWithPath(ReadOnlySpan<byte> path, [NotNullWhen(true)] out GoUrl? url, [NotNullWhen(false)] out string? error)
    {
        url = null;
        if (!UrlEscapes.TryDecode(path, UrlPart.Path, out var decoded, out error))
        {
            return false;
        }

        var isUsual = UrlEscapes.Encode(decoded, UrlPart.Path).AsSpan().SequenceEqual(path);
        url = this with { Path = decoded, RawPath = isUsual ? [] : path.ToArray() };
        return true;
    }

    private static byte[] WithoutDots(ReadOnlySpan<byte> @base, ReadOnlySpan<byte> reference)
    {
        byte[] full = reference.IsEmpty ? @base.ToArray()
            : reference[0] == '/' ? reference.ToArray()
            : [.. @base[..(@base.LastIndexOf((byte)'/') + 1)], .. reference];
        if (full.Length == 0)
        {
            return full;
        }

        var kept = new List<byte[]>();
        var endsInDots = false;
        foreach (var range in full.AsSpan().Split((byte)'/'))
        {
            var segment = full[range];
            var isUp = segment is [(byte)'.', (byte)'.'];
            endsInDots = isUp || segment is [(byte)'.'];
            if (isUp && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (!endsInDots)
            {
                kept.Add(segment);
            }
        }

        if (endsInDots)
        {
            kept.Add([]);
        }

        var path = new List<byte>();
        foreach (var (i, segment) in kept.Index())
        {
            if (i > 0)
            {
                path.Add((byte)'/');
            }

            path.AddRange(segment);
        }

        return path is [(byte)'/', ..] ? [.. path] : [(byte)'/', .. path];
    }
}
