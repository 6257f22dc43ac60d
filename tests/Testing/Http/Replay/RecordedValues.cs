using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Http.Replay;

/// <summary>
/// What the placeholders of one conversation stand for. A placeholder that is met for the first time takes the value that stands in its
/// place; from then on it has to be that value. Those of kinds that say nothing (times, signatures) match anything, each time.
/// </summary>
public sealed class RecordedValues
{
    private static readonly string[] Free =
    [
        "time", "time_nano", "log_time", "number:unix", "number:ttl", "number:index", "seconds", "signature", "date", "random_bytes_base64",
        "microseconds", "version", "endpoint", "key_material",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>The value of a placeholder, by its name without braces; setting it says beforehand what it is.</summary>
    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Whether a text is what a recorded text says. Binds placeholders if so.</summary>
    public bool Matches(string recorded, string actual)
    {
        var pieces = Split(recorded);
        var bound = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        if (!Matches(pieces, 0, actual, 0, bound))
        {
            return false;
        }

        foreach (var (name, value) in bound)
        {
            _values[name] = value;
        }

        return true;
    }

    /// <summary>Whether a tree is what a recorded tree says: members in any order. Null if so, else where they differ.</summary>
    /// <param name="recorded">With placeholders.</param>
    /// <param name="actual">What came.</param>
    /// <param name="ignores">Members by name whose values are not compared, anywhere in the tree.</param>
    public string? Difference(JsonNode? recorded, JsonNode? actual, IReadOnlySet<string>? ignores = null, string place = "")
    {
        if (recorded is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            var wanted = text.GetValue<string>();
            var isNumber = wanted.StartsWith("{{number:", StringComparison.Ordinal);
            return actual is JsonValue value && value.GetValueKind() == (isNumber ? JsonValueKind.Number : JsonValueKind.String)
                && Matches(wanted, isNumber ? value.ToJsonString() : value.GetValue<string>())
                ? null
                : $"{place}: want {wanted}, got {actual?.ToJsonString() ?? "null"}";
        }

        switch (recorded, actual)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var name in wanted.Select(member => member.Key).Union(got.Select(member => member.Key)))
                {
                    if (!wanted.ContainsKey(name) || !got.ContainsKey(name))
                    {
                        return $"{place}/{name}: " + (got.ContainsKey(name) ? "not in the recording" : "missing");
                    }

                    if (ignores?.Contains(name) != true && Difference(wanted[name], got[name], ignores, $"{place}/{name}") is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case (JsonArray wanted, JsonArray got):
                return wanted.Count != got.Count
                    ? $"{place}: want {wanted.Count} items, got {got.Count}"
                    : wanted.Select((item, index) => Difference(item, got[index], ignores, $"{place}/{index}"))
                        .FirstOrDefault(found => found is not null);
            default:
                return JsonNode.DeepEquals(recorded, actual)
                    ? null
                    : $"{place}: want {recorded?.ToJsonString() ?? "null"}, got {actual?.ToJsonString() ?? "null"}";
        }
    }

    /// <summary>A recorded text with its placeholders replaced; those without a value get one that looks like it.</summary>
    public string Fill(string recorded)
    {
        var filled = new StringBuilder();
        foreach (var (text, isPlaceholder) in Split(recorded))
        {
            filled.Append(isPlaceholder ? ValueOf(text) : text);
        }

        return filled.ToString();
    }

    /// <summary>The same for a tree.</summary>
    public JsonNode? Fill(JsonNode? recorded)
    {
        switch (recorded)
        {
            case JsonObject map:
                return new JsonObject(map.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(Fill)]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = Fill(value.GetValue<string>());
                return value.GetValue<string>().StartsWith("{{number:", StringComparison.Ordinal) ? JsonNode.Parse(text)
                    : JsonValue.Create(text);
            default:
                return recorded?.DeepClone();
        }
    }

    private string ValueOf(string name)
    {
        if (_values.TryGetValue(name, out var known))
        {
            return known;
        }

        var kind = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_');
        var made = kind switch
        {
            "time" => "2026-06-01T12:00:00Z",
            "time_nano" => "2026-06-01T12:00:00.123456789Z",
            "number:unix" => "1780315200",
            "number:ttl" => "3600",
            "number:index" => "1",
            "seconds" => "1",
            "token" => $"s.replayedReplayedToken{++_made:0000}",
            "random_bytes_base64" => Convert.ToBase64String(new byte[32]),
            _ => $"replayed-{kind.Replace(':', '-')}-{++_made}",
        };
        if (!IsFree(name))
        {
            _values[name] = made;
        }

        return made;
    }

    private static bool IsFree(string name) => Free.Contains(name) || name.StartsWith("jwt:", StringComparison.Ordinal)
        || name.StartsWith("microseconds", StringComparison.Ordinal);

    // Placeholders take as few letters as the rest allows.
    private static bool Matches(
        List<(string Text, bool IsPlaceholder)> pieces, int piece, string actual, int at, Dictionary<string, string> bound)
    {
        if (piece == pieces.Count)
        {
            return at == actual.Length;
        }

        var (text, isPlaceholder) = pieces[piece];
        var wanted = !isPlaceholder ? text : IsFree(text) ? null : bound.GetValueOrDefault(text);
        if (wanted is not null)
        {
            return string.CompareOrdinal(actual, at, wanted, 0, wanted.Length) == 0
                && Matches(pieces, piece + 1, actual, at + wanted.Length, bound);
        }

        for (var end = at + 1; end <= actual.Length; end++)
        {
            bound[text] = actual[at..end];
            if (Matches(pieces, piece + 1, actual, end, bound))
            {
                return true;
            }
        }

        bound.Remove(text);
        return false;
    }

    private static List<(string Text, bool IsPlaceholder)> Split(string recorded)
    {
        var pieces = new List<(string, bool)>();
        var at = 0;
        while (recorded.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0 && End(recorded, open) is var end and > 0)
        {
            if (open > at)
            {
                pieces.Add((recorded[at..open], false));
            }

            pieces.Add((recorded[(open + 2)..(end - 2)], true));
            at = end;
        }

        if (at < recorded.Length)
        {
            pieces.Add((recorded[at..], false));
        }

        return pieces;
    }

    // Behind the closing braces; braces inside of a placeholder (claims of a token) are balanced.
    private static int End(string text, int open)
    {
        var depth = 0;
        for (var index = open; index < text.Length; index++)
        {
            depth += text[index] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return index + 1;
            }
        }

        return -1;
    }
}
