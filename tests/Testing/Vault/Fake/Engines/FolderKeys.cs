using System.Globalization;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>Lists of keys by folder.</summary>
internal static class FolderKeys
{
    /// <summary>The names in a folder; those of folders end with a slash.</summary>
    public static IEnumerable<string> In(IEnumerable<string> paths, string folder)
    {
        var prefix = Prefix(folder);
        return paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length)
            .Select(path => path[prefix.Length..])
            .Select(rest => rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? rest[..(slash + 1)] : rest)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    /// <summary>All keys below a folder, those of the folder itself first.</summary>
    public static IEnumerable<string> Below(IEnumerable<string> paths, string folder)
    {
        var prefix = Prefix(folder);
        return paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..])
            .OrderBy(path => path.Count(letter => letter == '/')).ThenBy(path => path, StringComparer.Ordinal);
    }

    private static string Prefix(string folder) => folder.Trim('/') is { Length: > 0 } name ? name + "/" : "";
}

/// <summary>Numbers as the server stores them.</summary>
internal static class KvNumbers
{
    private const double MostExact = 9007199254740992;

    /// <summary>The same with integers above 2^53 rounded, and decimals without a fraction as integers.</summary>
    public static JsonNode? Rounded(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                return new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Rounded(member.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(Rounded)]);
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                return Math.Abs(number) < 1e21 && number == Math.Truncate(number)
                    ? JsonNode.Parse(Math.Abs(number) <= MostExact ? ((long)number).ToString(CultureInfo.InvariantCulture)
                        : new System.Numerics.BigInteger(number).ToString(CultureInfo.InvariantCulture))
                    : node.DeepClone();
            default:
                return node?.DeepClone();
        }
    }
}
