using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Manifests;

/// <summary>What a PushSecret says about a secret besides its value: an object of the kind PushSecretMetadata.</summary>
internal static class PushMetadata
{
    private const string Version = "kubernetes.external-secrets.io/v1alpha1";
    private const string Kind = "PushSecretMetadata";

    private static readonly string[] Fields = ["apiVersion", "kind", "spec"];

    /// <summary>Its fields; null for none.</summary>
    /// <param name="metadata">The object; null for none.</param>
    /// <param name="provider">For messages.</param>
    /// <exception cref="ProviderException">It is another object, which would be passed over.</exception>
    public static StoreFields? SpecOf(MapValue? metadata, string provider)
    {
        if (metadata is null)
        {
            return null;
        }

        var fields = new StoreFields(metadata, "metadata", provider);
        var unknown = metadata.SortedKeys.ToArray().Select(key => key.RevealText()).FirstOrDefault(key => !Fields.Contains(key));
        if (unknown is not null)
        {
            throw Wrong($"failed to parse {Version} {Kind}: unknown field \"{unknown}\"");
        }

        if (fields.Text("apiVersion") != Version)
        {
            throw Wrong($"unexpected apiVersion \"{fields.Text("apiVersion")}\", expected \"{Version}\"");
        }

        return fields.Text("kind") == Kind ? fields.Child("spec")
            : throw Wrong($"unexpected kind \"{fields.Text("kind")}\", expected \"{Kind}\"");

        ProviderException Wrong(string problem) => fields.Wrong("", $"unable to parse metadata parameters: {problem}");
    }
}
