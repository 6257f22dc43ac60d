using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Charts with workloads that users cannot give more variables, volumes and mounts without changing templates (pipeline P-121).
/// </summary>
internal static class ExtensionPoints
{
    private const string Id = "K-121";

    private static readonly (string What, string Example, string[] Names)[] Points =
    [
        (
            "environment variables",
            "extraEnvs: []",
            ["extraEnvs", "extraEnv", "extraEnvVars", "extraVars", "extraEnvironment", "extraEnvironmentVars", "extraEnvironmentVariables",
                "additionalEnv", "additionalEnvs", "additionalEnvVars", "customEnv", "env", "envs", "envVars", "environment"]),
        ("volumes", "extraVolumes: []", ["extraVolumes", "extraVolume", "additionalVolumes", "customVolumes", "volumes"]),
        (
            "volume mounts",
            "extraVolumeMounts: []",
            ["extraVolumeMounts", "extraVolumeMount", "extraMounts", "additionalVolumeMounts", "customVolumeMounts", "volumeMounts"]),
    ];

    public static AdviceRule Rule { get; } = new(
        Id, "values have no place for more environment variables, volumes and mounts, or it is not empty")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        if (!subject.Workloads.Any(workload => workload.IsService))
        {
            yield break;
        }

        var defaults = Value.Of(subject.Chart.Values ?? new());
        foreach (var (what, example, names) in Points)
        {
            var places = Named(defaults, names).ToList();
            if (places.Count == 0 || !names.Any(subject.Named.Contains))
            {
                yield return Warn(
                    $"there is no value for more {what}; an empty default such as {example}, which templates add, makes a place for them");
            }
            else if (
                places.Exists(place => place.Name.StartsWith("extra", StringComparison.Ordinal) && place.Value.AsList is { Count: > 0 }))
            {
                yield return Warn($"the value for more {what} is not empty by default, so that users who set it lose what is there");
            }
        }
    }

    private static LintMessage Warn(string text) => new(LintSeverity.Warning, "values.yaml", $"{Id}: {text}");

    private static IEnumerable<(string Name, Value Value)> Named(Value value, string[] names) =>
        value.AsMap is not { } map
            ? []
            : map.SortedKeys.ToArray()
                .SelectMany(key => key.RevealText() is var name && names.Contains(name) ? [(name, map[key])] : Named(map[key], names));
}
