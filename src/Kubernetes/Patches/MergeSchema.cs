using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>
/// The kinds that Kubernetes itself has, with the merge keys and strategies of their fields. A table that
/// <c>tests/servers/merge-schema</c> makes of what API servers publish, with what later versions added.
/// </summary>
public static class MergeSchema
{
    private static readonly Lazy<Dictionary<(string ApiVersion, string Kind), MergeType>> Kinds = new(Load);

    /// <summary>The type of a kind, for strategic merge patches.</summary>
    /// <param name="apiVersion">Group and version, as <c>apps/v1</c>.</param>
    /// <param name="kind">The kind.</param>
    /// <returns>Null for kinds that are not Kubernetes' own: they are patched by JSON merge patches.</returns>
    public static MergeType? Find(string apiVersion, string kind) => Kinds.Value.GetValueOrDefault((apiVersion, kind));

    private static Dictionary<(string ApiVersion, string Kind), MergeType> Load()
    {
        var kinds = new Dictionary<(string, string), MergeType>();
        var types = new Dictionary<string, MergeType>(StringComparer.Ordinal);
        foreach (var file in (ReadOnlySpan<string>)["MergeSchema.txt", "MergeSchema.later.txt"])
        {
            using var stream = typeof(MergeSchema).Assembly.GetManifestResourceStream("patches/" + file)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                if (words[0] == "kind")
                {
                    kinds[(words[1], words[2])] = TypeOf(words[3]);
                }
                else
                {
                    var strategies = words.Length > 4 ? words[4].Split(',') : [];
                    TypeOf(words[1]).Fields[new ByteString(words[2])] = new(
                        words[3] == "-" ? null : TypeOf(words[3]),
                        Merges: strategies.Contains("merge"),
                        Replaces: strategies.Contains("replace"),
                        RetainsKeys: strategies.Contains("retainKeys"),
                        words.Length > 5 ? new ByteString(words[5]) : ByteString.Empty);
                }
            }
        }

        return kinds;

        MergeType TypeOf(string name) => types.TryGetValue(name, out var type) ? type : types[name] = new();
    }
}
