using System.Text.Json;

namespace SecretsKit.Testing;

/// <summary>Rows of JSON lines: one test case each, named by file and line so that a failure can be found.</summary>
public static class GoldenRows
{
    /// <summary>The names of the rows of a file under the test data that satisfy a condition: <c>strconv.jsonl:12</c>.</summary>
    public static IEnumerable<string> Names(string folder, string file, Func<JsonElement, bool>? condition = null)
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, file)))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            using var row = JsonDocument.Parse(line);
            if (condition?.Invoke(row.RootElement) ?? true)
            {
                yield return $"{file}:{number}";
            }
        }
    }

    /// <summary>The row that <see cref="Names"/> named.</summary>
    public static JsonElement Read(string folder, string name)
    {
        var colon = name.LastIndexOf(':');
        var line = File.ReadLines(Path.Combine(folder, name[..colon])).ElementAt(int.Parse(name[(colon + 1)..], null) - 1);
        return JsonDocument.Parse(line).RootElement;
    }

    /// <summary>The bytes of a text value, which is a string, or <c>{"base64": …}</c> where it is not UTF-8.</summary>
    public static byte[] Bytes(this JsonElement value) => value.ValueKind == JsonValueKind.String
        ? System.Text.Encoding.UTF8.GetBytes(value.GetString()!)
        : value.GetProperty("base64").GetBytesFromBase64();

    /// <summary>The string of a member, or null if there is none.</summary>
    public static string? Text(this JsonElement row, string member) => row.TryGetProperty(member, out var value) ? value.GetString() : null;
}
