using System.Globalization;
using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Core.Data;
using SecretsKit.Core.Detection;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>Tags of images that YAML takes for numbers: 1.20 becomes 1.2, 1e3 becomes 1000 (pipeline P-111).</summary>
internal static class NumericTags
{
    private const string Id = "K-111";

    public static AdviceRule Rule { get; } = new(Id, "the tag of an image is written as a number") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var file in PlainSecrets.Texts(subject))
        {
            var paths = new List<string>();
            Collect(LintDocument.ReadValueOrNil(file.Text), "", isImage: false, paths);
            var places = paths.Count > 0 && !file.IsSecret ? SecretScanner.Places(file.Text, TextShape.Structured) : null;
            foreach (var path in paths)
            {
                var line = places?.TryGetValue(path, out var place) == true ? ":" + place.Line.ToString(CultureInfo.InvariantCulture) : "";
                yield return new(
                    LintSeverity.Warning,
                    file.Name + line,
                    $"{Id}: {path} is a number to YAML, which drops zeros and writes large ones with an exponent; put it into quotes");
            }
        }
    }

    // Tags are of many things; those of images stand in a table of an image, or beside its repository, or say so.
    private static void Collect(Value value, string path, bool isImage, List<string> paths)
    {
        if (value.AsMap is not { } map)
        {
            for (var at = 0; value.AsList is { } list && at < list.Count; at++)
            {
                Collect(list[at], string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]"), isImage, paths);
            }

            return;
        }

        isImage |= map.Contains(new("repository"));
        foreach (var (key, inner) in map.Entries)
        {
            var name = key.RevealText();
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (inner.Kind is GoKind.Int or GoKind.Int64 or GoKind.Uint64 or GoKind.Float64
                && (name.EndsWith("imageTag", StringComparison.OrdinalIgnoreCase) || (isImage && name == "tag")))
            {
                paths.Add(below);
            }

            Collect(inner, below, name.EndsWith("image", StringComparison.OrdinalIgnoreCase), paths);
        }
    }
}
