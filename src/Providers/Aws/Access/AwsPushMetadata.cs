using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>What a PushSecret says about a secret besides its value (<c>PushSecretMetadata</c>), as far as both services have it.</summary>
/// <param name="push">What is written.</param>
/// <param name="provider">For messages.</param>
internal sealed class AwsPushMetadata(SecretPush push, string provider)
{
    /// <summary>AWS's own tags, which cannot be changed, begin with this.</summary>
    private const string Reserved = "aws:";

    /// <summary>The fields; null for none.</summary>
    public StoreFields? Spec { get; } = PushMetadata.SpecOf(push.Metadata, provider);

    /// <summary>What people read about the secret.</summary>
    public string Description => Spec?.Text("description") is { Length: > 0 } text
        ? text
        : $"secret '{OwnershipMark.Name}:{OwnershipMark.Value}'";

    /// <summary>The key that encrypts it; empty if none is named.</summary>
    public string KmsKeyId => Spec is null ? "" : Spec.Text("kmsKeyID") is { Length: > 0 } id ? id : Spec.Text("kmsKeyId");

    /// <summary>Whether tags are named: else those of the secret are left alone.</summary>
    public bool NamesTags => Spec is not null && Spec.TextMap("tags").Count > 0;

    /// <summary>Whether tags are those of a secret that is ours.</summary>
    public static bool IsOurs(SortedDictionary<string, string> tags) =>
        tags.GetValueOrDefault(OwnershipMark.Name) == OwnershipMark.Value;

    /// <summary>All tags that it shall have, ours included, in order.</summary>
    /// <exception cref="Failures.ProviderException">Our own tag is among those that are named.</exception>
    public SortedDictionary<string, string> Tags()
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Spec?.TextMap("tags") ?? new Dictionary<string, string>())
        {
            tags[key] = key != OwnershipMark.Name
                ? value
                : throw Spec!.Wrong("tags", $"Cannot specify a '{OwnershipMark.Name}' tag");
        }

        tags[OwnershipMark.Name] = OwnershipMark.Value;
        return tags;
    }

    /// <summary>The keys of tags that it has and shall not have.</summary>
    public static string[] Superfluous(SortedDictionary<string, string> current, SortedDictionary<string, string> wanted) =>
        [.. current.Keys.Where(key => !wanted.ContainsKey(key) && !key.StartsWith(Reserved, StringComparison.Ordinal))];

    /// <summary>Whether a tag that it shall have is missing or has another value.</summary>
    public static bool Differs(SortedDictionary<string, string> current, SortedDictionary<string, string> wanted) =>
        wanted.Any(tag => !current.TryGetValue(tag.Key, out var value) || value != tag.Value);
}
