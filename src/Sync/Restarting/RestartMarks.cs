using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Restarting;

/// <summary>
/// The contents of Secrets that a workload was restarted for, in an annotation of its pod template: the marks of the contents, by name. So
/// an agent that starts anew knows what was done, and none restarts a workload twice for the same content.
/// </summary>
internal static class RestartMarks
{
    /// <summary>The annotation of the mapping that asks for it: <c>"true"</c>.</summary>
    public const string Request = "secretskit.io/restart-workloads";

    /// <summary>The annotation of pod templates.</summary>
    public const string Annotation = "secretskit.io/restarted-for";

    /// <summary>The annotation by which kubectl restarts workloads.</summary>
    public const string Time = "kubectl.kubernetes.io/restartedAt";

    private const int MarkLength = 12;

    /// <summary>Whether a mapping asks for it.</summary>
    public static bool IsAskedFor(ObjectHead mapping) => mapping.Annotations.GetValueOrDefault(Request) == "true";

    /// <summary>The marks of a workload.</summary>
    public static SortedDictionary<string, string> Read(MapValue workload)
    {
        var marks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in AnnotationOf(workload, Annotation).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                marks[part[..at]] = part[(at + 1)..];
            }
        }

        return marks;
    }

    /// <summary>When a workload was restarted last, by whomever; null if it was not.</summary>
    public static DateTimeOffset? TimeOf(MapValue workload) => Timestamps.Read(AnnotationOf(workload, Time));

    /// <summary>The mark of a content, of the hash that targets have.</summary>
    public static string Of(string hash) => hash.Length > MarkLength ? hash[..MarkLength] : hash;

    /// <summary>The patch that restarts a workload.</summary>
    public static MapValue Patch(SortedDictionary<string, string> marks, DateTimeOffset now)
    {
        var annotations = new MapValue().With(Time, Timestamps.Write(now))
            .With(Annotation, string.Join(',', marks.Select(mark => $"{mark.Key}={mark.Value}")));
        return new MapValue().With(
            "spec", new MapValue().With(
                "template", new MapValue().With("metadata", new MapValue().With("annotations", annotations))));
    }

    private static string AnnotationOf(MapValue workload, string name) =>
        workload.Child("spec")?.Child("template")?.Child("metadata")?.TextMap("annotations").GetValueOrDefault(name) ?? "";
}
