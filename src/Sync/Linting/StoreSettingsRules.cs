using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Core.Text.Time;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Linting;

/// <summary>The settings of stores, as far as no server has to be asked (spec external-secrets.md 5.7).</summary>
internal static class StoreSettingsRules
{
    /// <summary>Checks a store.</summary>
    public static async ValueTask CheckAsync(LintedObject item, MapValue spec)
    {
        Conditions(item, spec);
        if (spec.Field("refreshInterval").IsString && spec.Text("refreshInterval") is { Length: > 0 } text
            && !(GoDuration.TryParse(text, out var interval) && interval >= TimeSpan.Zero))
        {
            item.Add(LintRule.InvalidDuration, ["spec", "refreshInterval"], "spec.refreshInterval is no duration, such as 5m");
        }

        try
        {
            var manifest = StoreManifest.Read(item.Tree);
            if (SecretStores.Find(manifest.ProviderField) is null)
            {
                var served = string.Join(", ", SecretStores.Fields.Order(StringComparer.Ordinal));
                item.Add(
                    LintRule.UnsupportedProvider, ["spec", "provider", manifest.ProviderField],
                    $"the provider {manifest.ProviderField} is not served; these are: {served}", manifest.ProviderField);
                return;
            }

            var context = manifest.ContextFor(item.Head.Namespace, new ObjectReferences(item.Book.Source), item.Book.Host) with
            {
                AllowsFiles = true,
                AllowsLocalAddresses = true,
            };
            await using var store = SecretStores.Create(manifest, context);
        }
        catch (ProviderException failure)
        {
            item.Add(LintRule.InvalidStore, ["spec", "provider"], failure.Message, item.Head.Name);
        }
    }

    private static void Conditions(LintedObject item, MapValue spec)
    {
        var conditions = spec.Children("conditions");
        for (var at = 0; at < conditions.Count; at++)
        {
            var patterns = conditions[at].Texts("namespaceRegexes");
            for (var index = 0; index < patterns.Count; index++)
            {
                if (!Re2.TryCompile(patterns[index], out _, out var error))
                {
                    item.Add(
                        LintRule.InvalidStore,
                        ["spec", "conditions", LintedObject.Index(at), "namespaceRegexes", LintedObject.Index(index)],
                        $"this is no regular expression: {error}");
                }
            }
        }
    }
}
