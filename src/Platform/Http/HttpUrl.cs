using System.Diagnostics.CodeAnalysis;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Platform.Http;

/// <summary>
/// A URL of scheme http or https, taken apart as Go does; path and query are sent as they were written. It may carry a password, which no
/// text made of it shows.
/// </summary>
public sealed class HttpUrl
{
    private const string PathCharacters = "-._~!$&'()*+,;=:@%/[]";
    private const string QueryCharacters = PathCharacters + "?|^`{}\"<>\\";

    private HttpUrl(string masked, GoUrl parts, Uri target)
    {
        (Masked, Target) = (masked, target);
        Credentials = parts.User is { } user ? new(Encoding.UTF8.GetString(user), Encoding.UTF8.GetString(parts.Password ?? [])) : null;
        Password = parts.Password is { Length: > 0 } password ? Encoding.UTF8.GetString(password) : null;
    }

    /// <summary>The URL as it was written, with <c>***</c> in the place of a password.</summary>
    public string Masked { get; }

    /// <summary>The password that it carries, decoded, or null: to remove it from messages.</summary>
    public string? Password { get; }

    /// <summary>
    /// The URL for messages and logs: without user and password, and with <c>***</c> in the place of each value of the query, since
    /// pre-signed URLs and some interfaces carry secrets there. Names of values stay.
    /// </summary>
    public string Display => $"{Target.Scheme}://{Target.Authority}{Target.AbsolutePath}{HiddenQuery()}";

    /// <summary>Host and port; the port is left out where it is the usual one of the scheme. An IPv6 address is in brackets.</summary>
    public string Authority => Target.Authority;

    /// <summary>What is sent to the server, to be signed. The query may hold secrets.</summary>
    public string PathAndQuery => Target.PathAndQuery;

    /// <summary>What it carries for its server.</summary>
    internal HttpCredentials? Credentials { get; }

    /// <summary>Where the request goes; neither user nor fragment is in it.</summary>
    internal Uri Target { get; }

    internal bool IsEncrypted => Target.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether a text is meant as such a URL, well formed or not.</summary>
    public static bool IsMeantBy(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether anything is behind the server's name in a URL, be it a slash.</summary>
    public static bool HasPath(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.IndexOf("://", StringComparison.Ordinal);
        return start >= 0 && text.AsSpan(start + 3).IndexOfAny('/', '?', '#') is var end and > 0 && text[start + 3 + end] == '/';
    }

    /// <summary>The URL of something in a folder of a server, whose query goes along; a text that is a whole URL stays as it is.</summary>
    /// <param name="folder">A URL, with a slash at the end or without.</param>
    /// <param name="reference">Counted from there.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: they are no URLs.</exception>
    public static string Join(string folder, string reference)
    {
        if (GoUrl.TryParse(Encoding.UTF8.GetBytes(reference), out var parts, out _) && parts.Scheme.Length > 0)
        {
            return reference;
        }

        if (!Uri.TryCreate(folder, UriKind.Absolute, out var place))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"failed to parse {Mask(folder)} as URL");
        }

        var whole = new UriBuilder(place) { Query = "", Fragment = "", Path = place.AbsolutePath.TrimEnd('/') + "/" };
        return Uri.TryCreate(whole.Uri, reference, out var joined)
            ? new UriBuilder(joined) { Query = place.Query }.Uri.AbsoluteUri
            : throw new SecretsKitException(ErrorCode.Usage, $"failed to parse {Mask(reference)} as URL");
    }

    /// <summary>Reads a URL.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is none; the message is Go's.</exception>
    public static HttpUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var masked = Mask(text);
        if (!GoUrl.TryParse(Encoding.UTF8.GetBytes(masked), out var parts, out var error))
        {
            throw new SecretsKitException(ErrorCode.Usage, error);
        }

        // What is wrong with a password must not quote it.
        if (!GoUrl.TryParse(Encoding.UTF8.GetBytes(text), out parts, out _))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"parse {GoQuote.Format(masked)}: net/url: invalid userinfo");
        }

        var scheme = Encoding.ASCII.GetString(parts.Scheme);
        if (scheme is not ("http" or "https"))
        {
            throw new SecretsKitException(ErrorCode.Usage,
                $"Get {GoQuote.Format(masked)}: unsupported protocol scheme {GoQuote.Format(scheme)}");
        }

        return parts.HostName.Length > 0 && TryTarget(text, scheme, parts, out var target)
            ? new(masked, parts, target)
            : throw new SecretsKitException(ErrorCode.Usage, $"Get {GoQuote.Format(masked)}: http: no Host in request URL");
    }

    /// <summary>The URL that a redirect of this one leads to.</summary>
    /// <param name="location">Absolute, or counted from this URL.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it leads nowhere.</exception>
    internal HttpUrl Redirected(string location)
    {
        if (!Uri.TryCreate(Target, location, out var absolute))
        {
            throw new SecretsKitException(ErrorCode.Usage,
                $"Get {GoQuote.Format(Masked)}: failed to parse Location header {GoQuote.Format(Mask(location))}");
        }

        // As written, unless it has to be put together: signatures of stores cover the letters of a URL.
        return Parse(location.Contains("://", StringComparison.Ordinal) ? location : absolute.AbsoluteUri);
    }

    /// <summary>Whether another URL leads to the same server in the same way: scheme, host and port.</summary>
    public bool HasServerOf(HttpUrl other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Target.Scheme == other.Target.Scheme
            && string.Equals(Target.Authority, other.Target.Authority, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether what is meant for this server may be sent to another: it is the same host at the same port, or the same with encryption
    /// added.
    /// </summary>
    internal bool MayShareWith(HttpUrl other) =>
        string.Equals(Target.Host, other.Target.Host, StringComparison.OrdinalIgnoreCase)
        && (Target.Port == other.Target.Port
            || (Target is { IsDefaultPort: true } && other is { IsEncrypted: true, Target.IsDefaultPort: true }))
        && (!IsEncrypted || other.IsEncrypted);

    /// <summary>A text, which need not be a URL at all, with <c>***</c> in the place of a password.</summary>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return text;
        }

        var length = text.AsSpan(start).IndexOfAny('/', '?', '#');
        var authority = length < 0 ? text.AsSpan(start) : text.AsSpan(start, length);
        var end = authority.LastIndexOf('@');
        var colon = end < 0 ? -1 : authority[..end].IndexOf(':');
        return colon < 0 ? text : string.Concat(text.AsSpan(0, start + colon), ":***", text.AsSpan(start + end));
    }

    /// <summary>The URL without its password.</summary>
    public override string ToString() => Masked;

    private string HiddenQuery()
    {
        var query = Target.Query;
        if (query.Length <= 1)
        {
            return query;
        }

        var pairs = query[1..].Split('&').Select(pair =>
            pair.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? pair[..end] + "=***" : "***");
        return "?" + string.Join('&', pairs);
    }

    private static bool TryTarget(string text, string scheme, GoUrl parts, [NotNullWhen(true)] out Uri? target)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var fragment = text.IndexOf('#', start);
        var front = fragment < 0 ? text[start..] : text[start..fragment];
        var end = front.AsSpan().IndexOfAny('/', '?');
        var path = end < 0 ? "/" : Escaped(front[end] == '?' ? "/" + front[end..] : front[end..]);
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        return Uri.TryCreate($"{scheme}://{Encoding.UTF8.GetString(parts.Host)}{path}", in options, out target);
    }

    // What cannot stand in a path, and in a query only what no request line can hold.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var known = PathCharacters;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            known = letter == '?' ? QueryCharacters : known;
            _ = char.IsAsciiLetterOrDigit((char)letter) || known.Contains((char)letter, StringComparison.Ordinal)
                ? escaped.Append((char)letter)
                : escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return escaped.ToString();
    }
}
