using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>What both services do alike with the values that they hold.</summary>
internal static class AwsStoreReading
{
    private const string Operation = "read";

    /// <summary>The value, or the property that a reference names.</summary>
    /// <exception cref="ProviderException">There is no such property.</exception>
    public static SecretValue? Property(SecretValue? value, RemoteRef reference, string provider) =>
        value is null || reference.Property.Length == 0 ? value
            : SecretProperties.KeyThenPath(value, reference.Property)
                ?? throw new ProviderException(
                    new(ProviderFault.NotFound, provider, Operation, reference.Key),
                    $"key {reference.Property} does not exist in secret {reference.Key}");

    /// <summary>The members of a value that is a map.</summary>
    /// <exception cref="ProviderException">It is none.</exception>
    public static SecretMap? Map(SecretValue? value, RemoteRef reference, string provider) => value is null ? null
        : SecretJson.RawMap(value.Bytes)
            ?? throw new ProviderException(
                new(ProviderFault.InvalidResponse, provider, Operation, reference.Key), $"the secret is not a JSON object");

    /// <summary>Tags as a value: a JSON object.</summary>
    public static SecretValue TagsOf(SortedDictionary<string, string> tags)
    {
        using var body = new Calls.JsonBody(json =>
        {
            foreach (var (key, text) in tags)
            {
                json.WriteString(key, text);
            }
        });
        return new(body.Bytes.ToArray());
    }
}
