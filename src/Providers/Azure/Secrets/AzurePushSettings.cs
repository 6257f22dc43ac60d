using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>What the metadata of a push asks for.</summary>
/// <param name="Tags">Tags besides the mark of ownership.</param>
/// <param name="ContentType">What kind of text a secret is; null for what it was.</param>
/// <param name="Expires">When a secret ends, in Unix seconds; null for never.</param>
internal sealed record AzurePushSettings(IReadOnlyDictionary<string, string> Tags, string? ContentType, long? Expires)
{
    /// <summary>Reads them.</summary>
    /// <param name="metadata">Null for none.</param>
    /// <exception cref="Failures.ProviderException">A field is wrong.</exception>
    public static AzurePushSettings Read(MapValue? metadata)
    {
        var spec = PushMetadata.SpecOf(metadata, AzureFailures.Vault);
        if (spec is null)
        {
            return new(new Dictionary<string, string>(), null, null);
        }

        var tags = spec.TextMap("tags");
        if (tags.ContainsKey(OwnershipMark.Name))
        {
            throw spec.Wrong("tags", $"the tag {OwnershipMark.Name} says who made an object and cannot be set");
        }

        return new(tags, spec.Text("contentType") is { Length: > 0 } type ? type : null, Time(spec));
    }

    /// <summary>Whether an object has all tags already.</summary>
    public bool AreTagsOf(IReadOnlyDictionary<string, string> held) =>
        Tags.All(tag => held.TryGetValue(tag.Key, out var value) && value == tag.Value);

    private static long? Time(StoreFields spec)
    {
        const string Start = "yyyy-MM-dd'T'HH:mm:ss";
        var text = spec.Text("expirationDate");
        return text.Length == 0 ? null
            : DateTimeOffset.TryParseExact(text, [Start + "'Z'", Start + "zzz", Start + ".FFFFFFF'Z'", Start + ".FFFFFFFzzz"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : throw spec.Wrong("expirationDate", "expected a time such as 2027-12-31T20:00:00Z");
    }
}
