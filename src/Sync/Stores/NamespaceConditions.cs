using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Stores;

/// <summary>From which namespaces a ClusterSecretStore may be used (spec external-secrets.md 3.1).</summary>
internal static class NamespaceConditions
{
    /// <summary>Whether any part of any condition allows a namespace; no conditions allow all.</summary>
    /// <exception cref="SyncException">A pattern is none, and nothing before it allows the namespace.</exception>
    public static async ValueTask<bool> AllowAsync(
        IReadOnlyList<MapValue> conditions, string ns, IObjectSource objects, CancellationToken ct)
    {
        if (conditions.Count == 0)
        {
            return true;
        }

        IReadOnlyDictionary<string, string>? labels = null;
        foreach (var condition in conditions)
        {
            if (condition.Child("namespaceSelector") is { } selector)
            {
                labels ??= await objects.FindAsync(new("v1", "Namespace", "", ns), ct) is { } found
                    ? new ObjectHead(found).Labels
                    : new Dictionary<string, string>();
                if (LabelSelector.Matches(selector, labels))
                {
                    return true;
                }
            }

            if (condition.Texts("namespaces").Contains(ns) || condition.Texts("namespaceRegexes").Any(pattern => Matches(pattern, ns)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string pattern, string ns) => Re2.TryCompile(pattern, out var expression, out var error)
        ? expression.IsMatch(ns)
        : throw new SyncException(SyncFault.ProviderData, $"failed to compile regex {pattern}: {error}");
}
