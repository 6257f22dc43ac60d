
namespace SecretsKit.Goldens.Charts;

/// <summary>What a command left in its folder, against what the golden row collected there.</summary>
internal sealed class ChartArtifacts(ChartCase row, string folder, ChartMasks masks)
{
    public void Check(bool isHelm3)
    {
        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (kind, place) in row.Collected.Select(item => item.Split(':', 2)).Select(pair => (pair[0], pair[1])))
        {
            Collect(actual, kind, place);
        }

        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in row.Artifacts(isHelm3))
        {
            if (row.Artifact(name, isHelm3) is { } content)
            {
                var text = masks.Apply(content, isFile: true);

                // The content of a new chart is our own: its paths count.
                expected[name] = name.EndsWith(".sha256", StringComparison.Ordinal)
                    ? string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[66..] + "\n"))
                    : text;
            }
        }

        Assert.Equal(expected, actual);
    }

    private void Collect(SortedDictionary<string, string> found, string kind, string place)
    {
        var full = Path.Combine(folder, place);
        var name = place.Replace("/", "__", StringComparison.Ordinal);
        switch (kind)
        {
            case "tree":
                foreach (var file in Files(full))
                {
                    found[$"tree/{place}/{file}"] = masks.Apply(File.ReadAllBytes(Path.Combine(full, file)), isFile: true);
                }

                break;
            case "paths" or "shalist":
                found[name + (kind == "paths" ? ".paths" : ".sha256")] = kind == "paths"
                    ? masks.Apply(System.Text.Encoding.UTF8.GetBytes(string.Concat(Files(full).Select(file => file + "\n"))), isFile: true)
                    : string.Concat(Files(full).Select(file => file + "\n"));
                break;
            case "cat":
                found[name] = File.Exists(full) ? masks.Apply(File.ReadAllBytes(full), isFile: true) : "(absent)";
                break;
            default:
                Assert.Fail($"nothing collects {kind}");
                break;
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file))
            .Order(StringComparer.Ordinal)
        : [];
}
