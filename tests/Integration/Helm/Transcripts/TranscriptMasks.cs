using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Takes out of output what no two runs have in common, as the recording did.</summary>
internal static partial class TranscriptMasks
{
    private const string Resources = "RESOURCES:\n";

    /// <summary>Standard output or error of a command.</summary>
    public static string Of(string text, string folder)
    {
        text = text.Replace(folder, "<DIR>", StringComparison.Ordinal);
        text = PluginUsage().Replace(text, "Usage:\n<USAGE>\n\n");
        text = LogTime().Replace(text, "2006/01/02 15:04:05 ");
        text = Uid().Replace(text, "<UID>");
        text = Pointer().Replace(text, "(0x<PTR>)");
        text = Unix().Replace(text, "<UNIX>");
        text = PodSuffix().Replace(text, "$1-<RAND>");
        text = Addresses().Replace(text, "<IP>");
        text = ListHead().Replace(text, "UPDATED" + new string(' ', 32) + "\t");
        text = LiveYaml().Replace(text, "  resources: LIVE-OBJECTS\n");
        return MaskResources(text);
    }

    /// <summary>
    /// A list of all namespaces without the releases of other cases, which make its columns wider.
    /// </summary>
    public static string OnlyOwn(string list, string @namespace) => string.Join('\n', list.Split('\n')
        .Where((line, at) => at == 0 || line.Length == 0 || line.Contains(@namespace, StringComparison.Ordinal))
        .Select(line => Columns().Replace(line, "   ")));

    /// <summary>Whether two outputs are equal: those of JSON as trees.</summary>
    public static bool AreEqual(string expected, string actual)
    {
        if (expected == actual)
        {
            return true;
        }

        // Some recordings do not know the hash of a template.
        if (expected.Contains("<HASH>", StringComparison.Ordinal) && expected == TemplateHash().Replace(actual, "-<HASH>-<RAND>"))
        {
            return true;
        }

        actual = actual.Replace("<IP>", "IP", StringComparison.Ordinal);
        return expected.StartsWith('{') && actual.StartsWith('{') && Tree(expected) is { } one && Tree(actual) is { } other
            && JsonNode.DeepEquals(LiveObjects.WithMaskedLive(one), LiveObjects.WithMaskedLive(other));
    }

    private static JsonNode? Tree(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    // Tables of live objects: columns apart by three blanks, ages masked, sections sorted.
    private static string MaskResources(string text)
    {
        var start = text.IndexOf(Resources, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("\n\n\n", start, StringComparison.Ordinal);
        if (end < 0)
        {
            return text;
        }

        var sections = text[(start + Resources.Length)..end].Split("\n\n").Select(section => string.Join('\n', Rows(section)));
        return text[..(start + Resources.Length)] + string.Join("\n\n", sections.Order(StringComparer.Ordinal)) + text[end..];
    }

    private static IEnumerable<string> Rows(string section)
    {
        var lines = section.Split('\n');
        return lines.Select((line, at) => at < 2 ? Columns()
            .Replace(line.TrimEnd(), "   ") : Columns()
            .Replace(Age().Replace(line.TrimEnd(), "<AGE>"), "   "))
            .Select((line, at) => at < 2 ? line : Time().Replace(line, "2006-01-02T15:04:05Z"))
            .Take(2)
            .Concat(lines.Skip(2)
                .Select(line => Time().Replace(Columns().Replace(Age().Replace(line.TrimEnd(), "<AGE>"), "   "), "2006-01-02T15:04:05Z"))
                .Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ", RegexOptions.Multiline)]
    private static partial Regex LogTime();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\(0x[0-9a-f]+\)")]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\b1[789]\d{8}\b|\b2\d{9}\b")]
    private static partial Regex Unix();

    [GeneratedRegex(@"(-[0-9a-f]{8,10})-[bcdfghjklmnpqrstvwxz2456789]{5}\b")]
    private static partial Regex PodSuffix();

    [GeneratedRegex(@"^Usage:\n.*?\n\n(?=Error: plugin)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PluginUsage();

    [GeneratedRegex("-[0-9a-f]{8,10}-<RAND>")]
    private static partial Regex TemplateHash();

    [GeneratedRegex(@"\b10\.0\.\d+\.\d+\b")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"UPDATED {26,}\t")]
    private static partial Regex ListHead();

    [GeneratedRegex(@"^  resources:\n(    .*\n|  - .*\n|      .*\n)+", RegexOptions.Multiline)]
    private static partial Regex LiveYaml();

    [GeneratedRegex(@"[ \t]{2,}|\t")]
    private static partial Regex Columns();

    [GeneratedRegex(@"(?<=\s)(\d+[smhd]|<invalid>)+(?=\s|$)")]
    private static partial Regex Age();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Time();
}
