using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class VaultTransitCodec() : MasterKeyCodec(KeyType.VaultTransit)
{
    private const string Example = "https://vault.example.com:8200/v1/transit/keys/keyName";

    public override MasterKey Read(EntryReader entry) =>
        new VaultTransitMasterKey(entry.Text("vault_address"), entry.Text("engine_path"), entry.Text("key_name"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key)
    {
        var vault = (VaultTransitMasterKey)key;
        return [Field("engine_path", vault.EnginePath), Field("key_name", vault.KeyName), Field("vault_address", vault.VaultAddress)];
    }

    /// <summary>Key URIs, separated by commas; empty ones are skipped.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: a URI is not one of a transit key.</exception>
    public static IEnumerable<MasterKey> Parse(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ParseOne);

    public static MasterKey ParseOne(string uri)
    {
        uri = uri.Trim();
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var isScheme = colon > 0 && char.IsAsciiLetter(uri[0]) && uri.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
        if (!isScheme)
        {
            throw Malformed(
                $"missing scheme in Vault URL (should be like this: +{Example}), got: {uri}", uri, "it does not begin with https://");
        }

        // Of SCHEME://HOST/PATH, the path; without the slashes after the scheme there is no host.
        var rest = uri[(colon + 1)..];
        var start = rest.StartsWith("//", StringComparison.Ordinal) ? rest.IndexOf('/', 2) : 0;
        var (address, path) = start < 0 ? (uri, "") : (uri[..(colon + 1 + start)], rest[start..]);
        path = path.Split('#')[0];
        if (VersionedTail(path) is not { } at)
        {
            throw Malformed(
                $"vault path does not seem to be formatted correctly: (eg. {Example})", uri, "its path is not /v1/ENGINE/keys/NAME");
        }

        if (at > 0)
        {
            throw Malformed(
                $"running Vault with a prefixed URL is not supported! (Format has to be like {Example})",
                uri,
                "its path does not begin with /v1/");
        }

        var segments = path.Trim('/').Split('/');
        var engine = segments[1..^2].Where(segment => segment.Length > 0);
        return new VaultTransitMasterKey(address, string.Join('/', engine), segments[^1]);
    }

    private static System.Buffers.SearchValues<char> SchemeCharacters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    // How many non-empty segments stand before the last place where a version and three more segments follow each other directly.
    private static int? VersionedTail(string path)
    {
        var segments = path.Split('/');
        int? found = null;
        for (var i = 1; i + 3 < segments.Length; i++)
        {
            if (IsVersion(segments[i]) && segments[i + 1].Length > 0 && segments[i + 2].Length > 0 && segments[i + 3].Length > 0)
            {
                var isPrefixed = i > 1 && segments[i - 1].Length > 0;
                found = Math.Max(found ?? 0, isPrefixed ? i - 1 : 0);
            }
        }

        return found;
    }

    private static bool IsVersion(string segment) => segment is ['v', _, ..] && segment.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static SecretsKitException Malformed(string message, string uri, string reason) => new(ErrorCode.General, message)
    {
        Cause = new KeyTextCause(uri, "a key is as " + Example),
        Problem = DisplayText.Message($"\"{uri}\" is not the address of a transit key of Vault: {reason}"),
    };
}
