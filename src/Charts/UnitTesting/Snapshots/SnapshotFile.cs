using System.Globalization;
using System.Text;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.UnitTesting.Snapshots;

/// <summary>
/// The file beside a suite that holds what its tests rendered before: names of tests, below each a text for every comparison, counted
/// from 1 (spec chart-testing.md B5).
/// </summary>
internal static class SnapshotFile
{
    private const int Indent = 2;
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Where the snapshots of a suite are.</summary>
    /// <param name="suiteFile">The suite's path.</param>
    /// <param name="id">Its <c>snapshotId</c>; empty for none.</param>
    public static string PathOf(string suiteFile, string id)
    {
        var folder = Path.GetDirectoryName(suiteFile) is { Length: > 0 } above ? above + "/" : "";
        return $"{folder}__snapshot__/{Path.GetFileName(suiteFile)}{(id.Length > 0 ? "_" + id : "")}.snap";
    }

    /// <summary>Reads one; nothing where there is none.</summary>
    /// <exception cref="DocumentException">It is no YAML of this form.</exception>
    public static SortedDictionary<string, SortedDictionary<int, string>> Read(HostEnvironment environment, string path)
    {
        var all = new SortedDictionary<string, SortedDictionary<int, string>>(StringComparer.Ordinal);
        if (!File.Exists(environment.ResolvePath(path)))
        {
            return all;
        }

        var text = FileReader.Read(environment, path, MostBytes);
        if (PlainYaml.Nodes(text).FirstOrDefault() is not { Kind: YamlKind.Mapping } root)
        {
            return all;
        }

        for (var at = 0; at + 1 < root.Children.Count; at += 2)
        {
            var (name, entries) = (root.Children[at], root.Children[at + 1]);
            var contents = all[name.Value.RevealText()] = [];
            for (var inner = 0; entries.Kind == YamlKind.Mapping && inner + 1 < entries.Children.Count; inner += 2)
            {
                if (int.TryParse(entries.Children[inner].Value.RevealText(), CultureInfo.InvariantCulture, out var index))
                {
                    contents[index] = entries.Children[inner + 1].Value.RevealText();
                }
            }
        }

        return all;
    }

    /// <summary>Writes one.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It cannot be written.</exception>
    public static void Write(
        HostEnvironment environment, string path, SortedDictionary<string, SortedDictionary<int, string>> contents)
    {
        var root = new YamlNode { Kind = YamlKind.Mapping, Tag = YamlTags.Map };
        foreach (var (name, entries) in contents)
        {
            var inner = new YamlNode { Kind = YamlKind.Mapping, Tag = YamlTags.Map };
            foreach (var (index, text) in entries)
            {
                inner.Children.Add(Scalar(YamlTags.Int, index.ToString(CultureInfo.InvariantCulture)));
                inner.Children.Add(Scalar(YamlTags.Str, text));
            }

            root.Children.Add(Scalar(YamlTags.Str, name));
            root.Children.Add(inner);
        }

        using var output = new OutputBuffer();
        YamlWriter.Write([root], output, Indent);
        Directory.CreateDirectory(Path.GetDirectoryName(environment.ResolvePath(path))!);
        AtomicFile.Write(new()
        {
            Environment = environment,
            Path = path,
            Content = output.ToArray(),
            Kind = FileContentKind.Public,
            Links = LinkPolicy.Refuse,
        });
    }

    private static YamlNode Scalar(string tag, string text) =>
        new() { Kind = YamlKind.Scalar, Tag = tag, Value = new ByteString(Encoding.UTF8.GetBytes(text).AsMemory()) };
}
