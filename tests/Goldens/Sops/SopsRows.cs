using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Rows of the reference tools' outputs under <c>testdata</c>, enumerated so that a new row needs no code.</summary>
internal static class SopsRows
{
    /// <summary>The folder of one area, in the test's output.</summary>
    public static string Folder(string area) => Path.Combine(AppContext.BaseDirectory, "testdata", area);

    /// <summary>The rows of a file of JSON lines by their id.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Load(string area, string file)
    {
        var rows = new Dictionary<string, JsonObject>();
        foreach (var line in File.ReadLines(Path.Combine(Folder(area), file)))
        {
            var row = JsonNode.Parse(line)!.AsObject();
            rows.Add(row["id"]!.GetValue<string>(), row);
        }

        return rows;
    }

    /// <summary>
    /// The ids and reasons of <c>gaps.tsv</c>: differences that we accept. A listed gap that starts to pass fails its test.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Gaps(string area, string file = "gaps.tsv")
    {
        var path = Path.Combine(Folder(area), file);
        return !File.Exists(path)
            ? new Dictionary<string, string>()
            : File.ReadLines(path)
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split('\t', 2))
                .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Text as the rows hold it: a string, or base64 where it is not UTF-8; null is nothing.</summary>
    public static byte[] Bytes(JsonNode? node) => node switch
    {
        null => [],
        JsonObject encoded when encoded["base64"] is { } base64 => Convert.FromBase64String(base64.GetValue<string>()),
        JsonObject encoded when encoded["text"] is { } text => Bytes(text),
        _ => Encoding.UTF8.GetBytes(node.GetValue<string>()),
    };

    /// <summary>Runs the check of one row, turning a listed gap round: it must still differ.</summary>
    public static async Task CheckAsync(IReadOnlyDictionary<string, string> gaps, string id, Func<Task> check)
    {
        if (!gaps.TryGetValue(id, out var reason))
        {
            await check();
            return;
        }

        try
        {
            await check();
        }
        catch (Exception e) when (e is Xunit.Sdk.IAssertionException or SecretsKit.Core.Errors.SecretsKitException)
        {
            return;
        }

        Assert.Fail($"{id} passes now: remove it from gaps.tsv (\"{reason}\")");
    }
}
