using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>What a manifest has under <c>aws</c>, but for credentials (spec external-secrets.md 3.6). Immutable.</summary>
internal sealed class AwsStoreSettings
{
    private static readonly string[] OwnTags = ["esoNamespace", "esoStoreName", "esoStoreKind"];

    /// <summary>Reads them.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a field is missing or wrong.</exception>
    public AwsStoreSettings(MapValue settings, StoreContext context)
    {
        var fields = new StoreFields(settings, "spec.provider.aws", "AWS");
        Service = fields.RequiredText("service") switch
        {
            "SecretsManager" => AwsStoreService.SecretsManager,
            "ParameterStore" => AwsStoreService.ParameterStore,
            "CertificateManager" => AwsStoreService.CertificateManager,
            _ => throw fields.Wrong("service", "expected SecretsManager, ParameterStore or CertificateManager"),
        };

        Region = ReadRegion(fields);
        Fields = new(settings, "spec.provider.aws", Service.Provider);
        Context = context;
        Prefix = fields.Text("prefix");
        Role = fields.Text("role");
        AdditionalRoles = fields.Texts("additionalRoles");
        ExternalId = fields.Text("externalID");
        TransitiveTagKeys = fields.Texts("transitiveTagKeys");
        SessionTags = [.. ReadSessionTags(fields, context)];
    }

    /// <summary>Reads those of a generator: region, role and credentials.</summary>
    /// <param name="service">What it asks.</param>
    /// <param name="spec">The <c>spec</c> of the generator.</param>
    /// <param name="context">Whose it is.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a field is missing or wrong.</exception>
    public AwsStoreSettings(AwsStoreService service, MapValue spec, StoreContext context)
    {
        (Service, Context, Fields) = (service, context, new(spec, "spec", service.Provider));
        (Region, Role, Prefix, ExternalId) = (ReadRegion(Fields), Fields.Text("role"), "", "");
        (AdditionalRoles, TransitiveTagKeys, SessionTags) = ([], [], []);
    }

    /// <summary>The fields themselves.</summary>
    public StoreFields Fields { get; }

    /// <summary>Whose store it is.</summary>
    public StoreContext Context { get; }

    /// <summary>The service.</summary>
    public AwsStoreService Service { get; }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>What names of secrets begin with; not those that searches find.</summary>
    public string Prefix { get; }

    /// <summary>The role that is assumed last; empty for none.</summary>
    public string Role { get; }

    /// <summary>The roles that are assumed before it, in order.</summary>
    public IReadOnlyList<string> AdditionalRoles { get; }

    /// <summary>What the owner of the last role asks for; empty for nothing.</summary>
    public string ExternalId { get; }

    /// <summary>Tags of the last session, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SessionTags { get; }

    /// <summary>Those of the tags that further sessions keep.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; }

    // The region is a part of the server's name: no other letter can be in it.
    private static string ReadRegion(StoreFields fields) =>
        fields.RequiredText("region") is var region && region.All(letter => char.IsAsciiLetterLower(letter)
            || char.IsAsciiDigit(letter) || letter == '-') ? region : throw fields.Wrong("region", "it is no region");

    private static List<KeyValuePair<string, string>> ReadSessionTags(StoreFields fields, StoreContext context)
    {
        var tags = fields.Children("sessionTags").Select(tag => KeyValuePair.Create(tag.RequiredText("key"), tag.Text("value"))).ToList();
        var custom = fields.TextMap("customSessionTags");
        if (custom.Keys.FirstOrDefault(OwnTags.Contains) is { } taken)
        {
            throw fields.Wrong("customSessionTags", $"the tag {taken} cannot be set");
        }

        var policy = fields.Text("sessionTagsPolicy");
        switch (policy)
        {
            case "" or "None":
                return tags;
            case "Simple" or "Custom":
                tags.Add(new("esoNamespace", context.Namespace));
                tags.Add(new("esoStoreName", context.Name));
                tags.Add(new("esoStoreKind", context.IsClusterStore ? StoreManifest.ClusterKind : StoreManifest.NamespacedKind));
                return policy == "Simple" ? tags : [.. tags, .. custom.OrderBy(tag => tag.Key, StringComparer.Ordinal)];
            default:
                throw fields.Wrong("sessionTagsPolicy", "expected None, Simple or Custom");
        }
    }
}
