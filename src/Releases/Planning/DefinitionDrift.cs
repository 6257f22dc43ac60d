using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;

namespace SecretsKit.Releases.Planning;

/// <summary>
/// Finds CustomResourceDefinitions of a chart's <c>crds/</c> that the cluster does not have as the chart brings them: upgrades leave them
/// alone.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">How documents are separated.</param>
public sealed class DefinitionDrift(ObjectClient objects, HelmGeneration generation)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>Compares: each field that a file gives must be the live one's, which may have more.</summary>
    /// <returns>The names of those that are missing or differ, sorted; empty where they cannot be read.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(IEnumerable<ChartFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            var wanted = files.SelectMany(file => ManifestDocuments.Read(file.Data, generation))
                .Where(item => item.Reference.Kind == "CustomResourceDefinition")
                .ToList();
            var live = await objects.FindAllAsync(
                [.. wanted.Select(item => item.Reference with { Namespace = "" })], Parallelism, cancellationToken);
            return
            [
                .. wanted.Where((item, at) => !IsWithin(Spec(item.Document), Spec(live[at].AsMap ?? new())))
                    .Select(item => item.Reference.Name)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (SecretsKitException)
        {
            // Whoever may not read definitions gets no reminder of them: the upgrade itself went well.
            return [];
        }
    }

    private static Value Spec(MapValue definition) => definition[new("spec")];

    private static bool IsWithin(Value wanted, Value live)
    {
        if (wanted.AsMap is { } map)
        {
            foreach (var (key, value) in map.Entries)
            {
                if (!IsWithin(value, live.AsMap is { } other ? other[key] : Value.Nil))
                {
                    return false;
                }
            }

            return live.AsMap is not null;
        }

        if (wanted.AsList is not { } list)
        {
            // Servers leave out what is false by default.
            return TreeEquality.AreEqual(wanted, live) || (live.IsNil && wanted is { Kind: GoKind.Bool, Boolean: false });
        }

        return live.AsList is { } items && items.Count == list.Count
            && Enumerable.Range(0, list.Count).All(at => IsWithin(list.Items[at], items.Items[at]));
    }
}
