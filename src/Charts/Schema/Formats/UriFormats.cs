using System.Buffers;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary>
/// <c>uri</c>, <c>uri-reference</c>, their international forms and <c>uri-template</c>: what Go's parser accepts, which is more than the
/// standards do.
/// </summary>
internal static class UriFormats
{
    // What is right wherever it comes; most references of schemas have nothing else.
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~/#$"u8);

    public static string? Absolute(ReadOnlySpan<byte> text) =>
        TryRead(text, out var url) is { } error ? error : url.Scheme.Length == 0 ? "relative url" : null;

    public static string? Reference(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Plain) < 0 ? null
        : text.Contains((byte)'\\') ? @"contains \"
        : TryRead(text, out _);

    /// <summary>Braces in pairs within each segment of the path; what is between them does not matter.</summary>
    public static string? Template(ReadOnlySpan<byte> text)
    {
        if (TryRead(text, out var url) is { } error)
        {
            return error;
        }

        // Go keeps the path as written only where it would write another; braces make it so.
        ReadOnlySpan<byte> path = url.RawPath;
        foreach (var range in path.Split((byte)'/'))
        {
            if (Braces(path[range]) is { } unpaired)
            {
                return unpaired;
            }
        }

        return null;
    }

    private static string? Braces(ReadOnlySpan<byte> segment)
    {
        if (!GoUrl.TryUnescape(segment, out var decoded, out var error))
        {
            return "percent decode failed: " + error;
        }

        var isOpen = false;
        foreach (var c in decoded)
        {
            if (c is not ((byte)'{' or (byte)'}'))
            {
                continue;
            }

            if (isOpen == (c == '{'))
            {
                return "nested curly braces";
            }

            isOpen = !isOpen;
        }

        return isOpen ? "no matching closing brace" : null;
    }

    private static string? TryRead(ReadOnlySpan<byte> text, out GoUrl url)
    {
        if (!GoUrl.TryParse(text, out var read, out var error))
        {
            url = new();
            return error;
        }

        url = read;
        ReadOnlySpan<byte> name = url.HostName;
        if (!name.Contains((byte)':'))
        {
            return null;
        }

        ReadOnlySpan<byte> host = url.Host;
        return !host.Contains((byte)'[') || !host.Contains((byte)']') ? "ipv6 address not enclosed in brackets"
            : AddressFormats.Ipv6(name) is { } reason ? "invalid ipv6 address: " + reason
            : null;
    }
}
