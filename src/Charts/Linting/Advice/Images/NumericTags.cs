using System.Globalization;
using System.Text;
using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Core.Data;
using SecretsKit.Core.Detection;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>Tags of images that YAML takes for numbers: 1.20 becomes 1.2, 1e3 becomes 1000 (pipeline P-111).</summary>
internal static class NumericTags
{
    private const string Id = "K-111";

    // From this many digits on, numbers are printed with an exponent.
    private const int LeastExponent = 7;

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
                var (line, isKept) = places?.TryGetValue(path, out var place) == true
                    ? (":" + place.Line.ToString(CultureInfo.InvariantCulture), IsKept(file.Text.Span, place.Line, path))
                    : ("", false);
                yield return new(
                    isKept ? LintSeverity.Info : LintSeverity.Warning,
                    file.Name + line,
                    $"{Id}: {path} is a number to YAML, which drops zeros and writes large ones with an exponent; put it into quotes");
            }
        }
    }

    // Whether templates print a number as it is written: 17 and 1.2, but not 1.20, 017, 1e3 or 20240131.
    private static bool IsKept(ReadOnlySpan<byte> text, int line, string path)
    {
        for (; line > 1; line--)
        {
            text = text[(text.IndexOf((byte)'\n') + 1)..];
        }

        var name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('.') + 1)..] + ":");
        text = text[..(text.IndexOf((byte)'\n') is var feed and >= 0 ? feed : text.Length)];
        text = text.IndexOf(name) is var at and >= 0 ? text[(at + name.Length)..].TrimStart((byte)' ') : default;
        var number = text[..(text.IndexOfAny(" ,}\r"u8) is var end and >= 0 ? end : text.Length)];
        return number.Length is > 0 and < LeastExponent
            && !number.ContainsAnyExceptInRange((byte)'.', (byte)'9')
            && (number[0] != '0' || number.Length == 1)
            && !(number.IndexOf((byte)'.') >= 0 && number[^1] is (byte)'0' or (byte)'.');
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
