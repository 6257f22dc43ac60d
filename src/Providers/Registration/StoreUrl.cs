using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Registration;

/// <summary>A URL of a store, taken apart: scheme, host, path, and parameters that are fields of the provider.</summary>
internal sealed class StoreUrl
{
    private const string Provider = "store URL";

    private readonly string _text;
    private readonly List<(string Name, string Value)> _query = [];

    private StoreUrl(string text, string rest)
    {
        _text = text;
        Rest = rest;
        var place = rest;
        if (rest.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
        {
            place = rest[..mark];
            Rest = place;
            foreach (var pair in rest[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                _query.Add(pair.Split('=', 2) is [var name, var value]
                    ? (Uri.UnescapeDataString(name), Uri.UnescapeDataString(value))
                    : throw Wrong($"expected NAME=VALUE behind the question mark, not {pair}"));
            }
        }

        if (!place.StartsWith("//", StringComparison.Ordinal))
        {
            return;
        }

        Rest = place[2..];
        var slash = Rest.IndexOf('/', StringComparison.Ordinal);
        (Host, Path) = slash < 0 ? (Rest, "") : (Rest[..slash], Rest[(slash + 1)..]);
    }

    /// <summary>Behind the scheme and the two slashes, without parameters.</summary>
    public string Rest { get; }

    /// <summary>Up to the first slash; empty without two slashes.</summary>
    public string Host { get; } = "";

    /// <summary>Behind the first slash, without it.</summary>
    public string Path { get; } = "";

    /// <summary>Takes a URL apart.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="colon">Where its scheme ends.</param>
    public static StoreUrl Parse(string text, int colon) => new(text, text[(colon + 1)..]);

    /// <summary>The host, which must be there.</summary>
    public string Required(string what) => Host.Length > 0 ? Host : throw Wrong($"expected {what} behind the two slashes");

    /// <summary>Fields of a provider: those given, and then those of the parameters; empty ones are left out.</summary>
    public MapValue Map(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var map = new MapValue();
        foreach (var (name, value) in fields)
        {
            Set(map, name, value);
        }

        foreach (var (name, value) in _query)
        {
            Set(map, name, value);
        }

        return map;
    }

    /// <summary>A failure about this URL.</summary>
    public ProviderException Wrong(string problem) => new(
        new(ProviderFault.InvalidSettings, Provider, "read", _text), $"{problem}")
    {
        Hint = "sops:FILE, vault:///MOUNT, vault://HOST:PORT/MOUNT, aws-secretsmanager://REGION, aws-parameterstore://REGION, "
            + "azurekv://NAME, gcpsm://PROJECT or kubernetes://NAMESPACE",
    };

    private static void Set(MapValue map, string name, string value)
    {
        if (value.Length > 0)
        {
            map.Set(new ByteString(name), Value.Of(value));
        }
    }
}
