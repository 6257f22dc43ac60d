using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Http.Replay;

/// <summary>Compares one request with one recorded exchange.</summary>
public static class RequestMatch
{
    /// <summary>Where they differ, or null if they do not; then placeholders are bound.</summary>
    public static string? Difference(RecordedExchange recorded, ServedRequest request, RecordedValues values, ReplayRules rules)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rules);
        var parts = request.Target.Split('?', 2);
        if (recorded.Method != request.Method)
        {
            return $"method {request.Method}, recorded {recorded.Method}";
        }

        if (!values.Matches(recorded.Path, parts[0]))
        {
            return $"path {parts[0]}, recorded {recorded.Path}";
        }

        return QueryDifference(recorded.Query, parts.ElementAtOrDefault(1) ?? "", values)
            ?? HostDifference(recorded, request, rules)
            ?? rules.Headers.Select(name => HeaderDifference(name, recorded.Header(name), request.Header(name), values))
                .FirstOrDefault(found => found is not null)
            ?? BodyDifference(recorded.Body, request.Body, values, rules);
    }

    private static string? HostDifference(RecordedExchange recorded, ServedRequest request, ReplayRules rules) =>
        rules.ComparesHosts && (string?)recorded.Request["host"] is { } host && request.Header("host")?.Split(':')[0] != host
            ? $"host {request.Header("host")}, recorded {host}"
            : null;

    private static string? QueryDifference(string recorded, string actual, RecordedValues values)
    {
        var (wanted, got) = (Pairs(recorded), Pairs(actual));
        return wanted.Count == got.Count && wanted.Zip(got).All(pair => values.Matches(pair.First, pair.Second))
            ? null
            : $"query {actual}, recorded {recorded}";
    }

    private static List<string> Pairs(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal)];

    private static string? HeaderDifference(string name, string? recorded, string? actual, RecordedValues values) =>
        recorded is null == actual is null && (recorded is null || values.Matches(recorded, actual!))
            ? null
            : $"header {name} is {actual ?? "absent"}, recorded {recorded ?? "absent"}";

    private static string? BodyDifference(JsonNode? recorded, byte[] actual, RecordedValues values, ReplayRules rules)
    {
        if (recorded is null || actual.Length == 0)
        {
            return recorded is null == (actual.Length == 0) ? null
                : $"body of {actual.Length} bytes, recorded {recorded?.ToJsonString() ?? "none"}";
        }

        if (recorded is JsonObject { Count: 1 } wrapped)
        {
            if (wrapped["base64"] is { } bytes)
            {
                return actual.AsSpan().SequenceEqual(bytes.GetValue<string>() is var text ? Convert.FromBase64String(text) : []) ? null
                    : "body";
            }

            if (wrapped["form"] is JsonObject form)
            {
                return values.Difference(form, Form(Encoding.UTF8.GetString(actual)), rules.IgnoredMembers);
            }
        }

        if (recorded is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            return values.Matches(value.GetValue<string>(), Encoding.UTF8.GetString(actual)) ? null : "body, a text";
        }

        try
        {
            return values.Difference(recorded, JsonNode.Parse(actual), rules.IgnoredMembers) is { } found ? "body" + found : null;
        }
        catch (JsonException)
        {
            return "body, which is not JSON";
        }
    }

    private static JsonObject Form(string text) => new(text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => KeyValuePair.Create<string, JsonNode?>(Decoded(pair[0]), Decoded(pair.ElementAtOrDefault(1) ?? ""))));

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
