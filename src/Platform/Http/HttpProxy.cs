using System.Diagnostics.CodeAnalysis;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>A proxy that is named for a request instead of those of the environment. Its password is never printed.</summary>
public sealed class HttpProxy : IEquatable<HttpProxy>
{
    /// <summary>What may be written.</summary>
    internal const string Hint = "write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT";

    private HttpProxy(Uri? address) => Address = address;

    /// <summary>No proxy, whatever the environment says.</summary>
    public static HttpProxy None { get; } = new(null);

    /// <summary>Where it is, with user and password if it wants them; null for no proxy.</summary>
    internal Uri? Address { get; }

    /// <summary>The proxy at an address.</summary>
    /// <param name="address">Of scheme http (the default), https, socks5 or socks5h, perhaps with user and password.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.Usage"/>: it is no such address. It is not quoted, since it may hold a password.
    /// </exception>
    public static HttpProxy At(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return TryParse(address, out var proxy) ? new(proxy)
            : throw new SecretsKitException(ErrorCode.Usage, "this is not the address of a proxy") { Hint = Hint };
    }

    /// <inheritdoc/>
    public bool Equals(HttpProxy? other) => other is not null && Address?.OriginalString == other.Address?.OriginalString;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HttpProxy);

    /// <inheritdoc/>
    public override int GetHashCode() => Address?.OriginalString.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>Scheme, host and port.</summary>
    public override string ToString() => Address is null ? "HttpProxy(none)" : $"HttpProxy({Address.Scheme}://{Address.Authority})";

    /// <summary>Reads an address as Go programs do: without a scheme it is http.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Uri? proxy)
    {
        text = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        text = text.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ? "socks5://" + text["socks5h://".Length..] : text;
        return Uri.TryCreate(text, UriKind.Absolute, out proxy) && proxy is { Scheme: "http" or "https" or "socks5", Host.Length: > 0 };
    }
}
