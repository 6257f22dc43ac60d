using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text;

/// <summary>A URL as Go's <c>net/url</c> takes it apart. All parts are bytes, since escapes may stand for any.</summary>
public sealed partial record GoUrl
{
    /// <summary>Lower case, empty if there is none.</summary>
    public byte[] Scheme { get; init; } = [];

    /// <summary>What follows the scheme where no slash does.</summary>
    public byte[] Opaque { get; init; } = [];

    /// <summary>Decoded user name, null where no user is named.</summary>
    public byte[]? User { get; init; }

    /// <summary>Decoded password, null where none is given.</summary>
    public byte[]? Password { get; init; }

    /// <summary>Host and port.</summary>
    public byte[] Host { get; init; } = [];

    /// <summary>Decoded path.</summary>
    public byte[] Path { get; init; } = [];

    /// <summary>The path as written, where Go would write the decoded one otherwise; else empty.</summary>
    public byte[] RawPath { get; init; } = [];

    /// <summary>The query as written, without its question mark.</summary>
    public byte[] RawQuery { get; init; } = [];

    /// <summary>Decoded fragment.</summary>
    public byte[] Fragment { get; init; } = [];

    /// <summary>The host without port and brackets.</summary>
    public byte[] HostName
    {
        get
        {
            ReadOnlySpan<byte> host = Host;
            var colon = host.LastIndexOf((byte)':');
            host = colon >= 0 && IsPort(host[colon..]) ? host[..colon] : host;
            return (host is [(byte)'[', .., (byte)']'] ? host[1..^1] : host).ToArray();
        }
    }

    /// <summary>User and password, encoded; empty where no user is named.</summary>
    public byte[] UserText => User is null ? []
        : Password is null ? UrlEscapes.Encode(User, UrlPart.User)
        : [.. UrlEscapes.Encode(User, UrlPart.User), (byte)':', .. UrlEscapes.Encode(Password, UrlPart.User)];

    /// <summary>Reads a URL or a reference; <paramref name="error"/> is Go's message, which quotes the text, if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out GoUrl? url, [NotNullWhen(false)] out string? error)
    {
        var hash = text.IndexOf((byte)'#');
        var front = hash < 0 ? text : text[..hash];
        url = Read(front, out error);
        if (error is not null)
        {
            error = $"parse {GoQuote.Format(front, GoQuoteStyle.Quote)}: {error}";
            return false;
        }

        if (hash >= 0 && UrlEscapes.TryDecode(text[(hash + 1)..], UrlPart.Fragment, out var fragment, out error))
        {
            url = url! with { Fragment = fragment };
        }

        error = error is null ? null : $"parse {GoQuote.Format(text, GoQuoteStyle.Quote)}: {error}";
        return error is null;
    }

    /// <summary>The URL as text.</summary>
    public byte[] ToBytes()
    {
        var text = new List<byte>();
        if (Scheme.Length > 0)
        {
            text.AddRange(Scheme);
            text.Add((byte)':');
        }

        if (Opaque.Length > 0)
        {
            text.AddRange(Opaque);
        }
        else
        {
            AppendAuthority(text);
            var path = EscapedPath();
            if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
            {
                text.Add((byte)'/');
            }

            // A colon in the first segment would make it a scheme.
            var slash = path.AsSpan().IndexOf((byte)'/');
            if (text.Count == 0 && (slash < 0 ? path : path.AsSpan(0, slash)).Contains((byte)':'))
            {
                text.AddRange("./"u8);
            }

            text.AddRange(path);
        }

        Append(text, (byte)'?', RawQuery);
        Append(text, (byte)'#', UrlEscapes.Encode(Fragment, UrlPart.Fragment));
        return [.. text];
    }

    private void AppendAuthority(List<byte> text)
    {
        if (Host.Length == 0 && User is null && (Scheme.Length == 0 || Path.Length == 0))
        {
            return;
        }

        text.AddRange("//"u8);
        if (User is not null)
        {
            text.AddRange(UserText);
            text.Add((byte)'@');
        }

        text.AddRange(UrlEscapes.Encode(Host, UrlPart.Host));
    }

    private static void Append(List<byte> text, byte mark, byte[] part)
    {
        if (part.Length > 0)
        {
            text.Add(mark);
            text.AddRange(part);
        }
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}
