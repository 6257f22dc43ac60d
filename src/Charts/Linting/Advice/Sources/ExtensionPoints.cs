using System.Text;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Charts with workloads that users cannot give more variables, volumes and mounts without changing templates (pipeline P-121). Charts
/// have many names for such values: their words tell what they are for.
/// </summary>
internal static class ExtensionPoints
{
    private const string Id = "K-121";

    private static readonly string[] Adding = ["extra", "additional", "custom", "more", "user", "optional"];

    private static readonly string[] Variables = ["env", "envs", "environment", "environments", "vars", "envvars", "variables"];

    private static readonly (string What, string Example, Func<List<string>, bool> Means)[] Points =
    [
        ("environment variables", "extraEnvs: []", words => words.Exists(Variables.Contains)),
        ("volumes", "extraVolumes: []", words => IsMoreOf("volume", words) || IsForFiles(words)),
        ("volume mounts", "extraVolumeMounts: []", words => IsMoreOf("mount", words) || IsForFiles(words)),
    ];

    public static AdviceRule Rule { get; } = new(
        Id, "values have no place for more environment variables, volumes and mounts, or it is not empty")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        if (!subject.Workloads.Any(workload => workload.IsService && IsOwn(workload)))
        {
            yield break;
        }

        var defaults = Value.Of(subject.Chart.Values ?? new());
        var isOpen = subject.Named.Fields.Any(name => IsWholePod(Words(name)));
        var takesAnyVariable = new Lazy<bool>(() => TakesAnyVariable(subject));
        var written = new Lazy<WrittenFields>(() => new(subject.Chart));
        foreach (var (what, example, means) in Points)
        {
            // A value may be there, or templates may ask for it; "environment: production" is another thing.
            var places = Named(defaults, means).Where(place => subject.Named.Contains(place.Name)).ToList();
            if (places.Count == 0
                && !isOpen
                && !(what == Points[0].What ? takesAnyVariable.Value : HasFiles(subject.Named))
                && !IsWritten(what, written.Value)
                && !subject.Named.Fields.Any(name => name != "environment" && means(Words(name))))
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

    private static bool IsWritten(string what, WrittenFields written) => what == Points[0].What ? written.Variables
        : written.Mounts || (what == Points[1].What && written.Volumes);

    // podSpec, extraPodSpec, podTemplateOverrides: whatever a pod may have.
    private static bool IsWholePod(List<string> words) =>
        words.IndexOf("pod") is var at and >= 0 && at + 1 < words.Count && words[at + 1] is "spec" or "template"
        && !words.Contains("annotations") && !words.Contains("labels");

    // Containers take all of a ConfigMap or Secret, and that is made of whatever is in a table of values.
    private static bool TakesAnyVariable(AdviceSubject subject) =>
        subject.Workloads.Any(workload => workload.AllContainers.Any(container => container.Content.ItemsAt("envFrom").Length > 0))
        && subject.Chart.Templates.Any(template => (template.Data.AsSpan().IndexOf("kind: ConfigMap"u8) >= 0
            || template.Data.AsSpan().IndexOf("kind: Secret"u8) >= 0) && PrintsTable(template.Data));

    private static bool PrintsTable(ReadOnlySpan<byte> text)
    {
        var prints = false;
        TemplateActions.Each(text, action => prints |= !TemplateActions.IsComment(action) && IsTable(Encoding.UTF8.GetString(action)));
        return prints;
    }

    private static bool IsTable(string action) => action.Contains(".Values.", StringComparison.Ordinal)
        && (action.Contains("range $", StringComparison.Ordinal) || action.Contains("toYaml", StringComparison.Ordinal));

    // Volumes with their mounts, from one list.
    private static bool HasFiles(NamedValues named) => named.ItemsAreMounted
        || named.Ranged.Any(name => name == "persistence" || Words(name) is [.., "mounts" or "volumes"]);

    // Subcharts have places of their own.
    private static bool IsOwn(Workload workload) => workload.Owner.Path.Split('/') is [_, "templates", ..];

    private static LintMessage Warn(string text) => new(LintSeverity.Warning, "values.yaml", $"{Id}: {text}");

    private static IEnumerable<(string Name, Value Value)> Named(Value value, Func<List<string>, bool> means) =>
        value.AsMap is not { } map
            ? []
            : map.SortedKeys.ToArray()
                .SelectMany(key => key.RevealText() is var name && IsTable(map[key]) && means(Words(name))
                    ? [(name, map[key])]
                    : Named(map[key], means));

    // Or an empty one, or none, or a text that is a template.
    private static bool IsTable(Value value) => value.AsMap is not null || value.AsList is not null || value.IsNil
        || (value.IsString && (value.StringBytes.Length == 0 || value.StringBytes.AsSpan().IndexOfAny("\n:{"u8) >= 0));

    // extraVolumes, volumes, extraVolume.
    private static bool IsMoreOf(string what, List<string> words) =>
        words[^1] == what + "s" || (words[^1] == what && Adding.Contains(words[0]));

    // extraSecretMounts, configMounts: volumes with their mounts.
    private static bool IsForFiles(List<string> words) => words is [.., not "volume", "mounts"];

    private static List<string> Words(string name)
    {
        var words = new List<StringBuilder> { new() };
        foreach (var c in name)
        {
            var isSign = !char.IsAsciiLetterOrDigit(c);
            if (words[^1].Length > 0 && (isSign || (char.IsAsciiLetterUpper(c) && !char.IsAsciiLetterUpper(words[^1][^1]))))
            {
                words.Add(new());
            }

            if (!isSign)
            {
                words[^1].Append(c);
            }
        }

        return words.ConvertAll(word => word.ToString().ToLowerInvariant());
    }
}
