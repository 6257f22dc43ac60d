using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>A place in which pods take something of a ConfigMap or a Secret.</summary>
/// <param name="Kind">Of the two.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">What they take; null for all of it.</param>
/// <param name="Variable">The variable that gets it; null for others.</param>
/// <param name="Image">The image of the container; empty for volumes.</param>
internal sealed record ConfigReference(string Kind, string Name, string? Key = null, string? Variable = null, string Image = "")
{
    /// <summary>All of a workload.</summary>
    public static IEnumerable<ConfigReference> Of(Workload workload) =>
        workload.AllContainers.SelectMany(Of).Concat(workload.Spec.ItemsAt("volumes").SelectMany(OfVolume));

    private static IEnumerable<ConfigReference> Of(Container container)
    {
        foreach (var source in container.Content.ItemsAt("envFrom"))
        {
            foreach (var found in Pair(source.TextAt("configMapRef", "name"), source.TextAt("secretRef", "name")))
            {
                yield return found with { Image = container.Image };
            }
        }

        foreach (var variable in container.Content.ItemsAt("env"))
        {
            var source = variable.At("valueFrom");
            foreach (var found in Pair(source.TextAt("configMapKeyRef", "name"), source.TextAt("secretKeyRef", "name")))
            {
                var key = source.TextAt(found.Kind == "Secret" ? "secretKeyRef" : "configMapKeyRef", "key");
                yield return found with { Key = key, Variable = variable.TextAt("name"), Image = container.Image };
            }
        }
    }

    private static IEnumerable<ConfigReference> OfVolume(Value volume) =>
        Pair(volume.TextAt("configMap", "name"), volume.TextAt("secret", "secretName"))
            .Concat(
                volume.ItemsAt("projected", "sources")
                    .SelectMany(source => Pair(source.TextAt("configMap", "name"), source.TextAt("secret", "name"))));

    private static IEnumerable<ConfigReference> Pair(string? configMap, string? secret)
    {
        if (configMap is not null)
        {
            yield return new("ConfigMap", configMap);
        }

        if (secret is not null)
        {
            yield return new("Secret", secret);
        }
    }
}
