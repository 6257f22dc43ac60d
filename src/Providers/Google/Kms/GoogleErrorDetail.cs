using System.Text.Json;
using SecretsKit.Providers.Grpc.Protobuf;

namespace SecretsKit.Providers.Google.Kms;

/// <summary>
/// The details that Google's errors carry (<c>google.rpc.ErrorInfo</c>), in the words of its client (<c>gax-go/apierror</c>); other kinds
/// of details are left out. A text is empty where there are none.
/// </summary>
internal static class GoogleErrorDetail
{
    private const string TypeUrl = "type.googleapis.com/google.rpc.ErrorInfo";

    /// <summary>Those of a serialised <c>google.rpc.Status</c>.</summary>
    public static string Of(ReadOnlySpan<byte> status)
    {
        const int Details = 3;
        var text = "";
        var reader = new ProtobufReader(status);
        while (reader.Read())
        {
            if (reader.Field == Details && Any(reader.Bytes) is { } info)
            {
                text = info;
            }
        }

        return text;
    }

    /// <summary>Those of the object <c>error</c> of a response in JSON.</summary>
    public static string Of(JsonElement error)
    {
        var text = "";
        if (error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray())
            {
                if (detail.ValueKind == JsonValueKind.Object && Text(detail, "@type") == TypeUrl)
                {
                    var metadata = detail.TryGetProperty("metadata", out var map) && map.ValueKind == JsonValueKind.Object
                        ? map.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.ToString())) : [];
                    text = Describe(Text(detail, "reason"), Text(detail, "domain"), metadata);
                }
            }
        }

        return text;
    }

    private static string Text(JsonElement value, string field) =>
        value.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";

    private static string? Any(ReadOnlySpan<byte> any)
    {
        var type = "";
        ReadOnlySpan<byte> value = default;
        for (var reader = new ProtobufReader(any); reader.Read();)
        {
            type = reader.Field == 1 ? reader.Text : type;
            value = reader.Field == 2 ? reader.Bytes : value;
        }

        return type == TypeUrl ? Info(value) : null;
    }

    private static string Info(ReadOnlySpan<byte> info)
    {
        var (reason, domain, metadata) = ("", "", new List<KeyValuePair<string, string>>());
        for (var reader = new ProtobufReader(info); reader.Read();)
        {
            reason = reader.Field == 1 ? reader.Text : reason;
            domain = reader.Field == 2 ? reader.Text : domain;
            if (reader.Field == 3)
            {
                var (key, value) = ("", "");
                for (var entry = new ProtobufReader(reader.Bytes); entry.Read();)
                {
                    key = entry.Field == 1 ? entry.Text : key;
                    value = entry.Field == 2 ? entry.Text : value;
                }

                metadata.Add(new(key, value));
            }
        }

        return Describe(reason, domain, metadata);
    }

    private static string Describe(string reason, string domain, IEnumerable<KeyValuePair<string, string>> metadata) =>
        $"error details: name = ErrorInfo reason = {reason} domain = {domain} metadata = map["
        + string.Join(' ', metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{entry.Value}"))
        + "]";
}
