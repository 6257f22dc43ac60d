namespace SecretsKit.Agent.Telemetry;

/// <summary>Parts that traces and metrics have in common (opentelemetry-proto 1.x: common.proto, resource.proto).</summary>
internal static class OtlpParts
{
    // Names are shorter. Messages of conditions can quote what servers say.
    private const int LongestText = 1024;

    /// <summary>An attribute with a text, or a number of the types that attributes of ours have.</summary>
    public static void Attribute(this OtlpMessage message, int field, string name, object? value)
    {
        var pair = message.Begin(field);
        message.Text(1, name);
        var any = message.Begin(2);
        switch (value)
        {
            case bool flag:
                message.Number(2, flag ? 1UL : 0);
                break;
            case int or long:
                message.Number(3, (ulong)Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                message.Text(1, Limited(value as string ?? ""));
                break;
        }

        message.End(any);
        message.End(pair);
    }

    /// <summary>What is said of this program, as field 1.</summary>
    public static void Resource(this OtlpMessage message, IReadOnlyDictionary<string, string> attributes)
    {
        var resource = message.Begin(1);
        foreach (var (name, value) in attributes)
        {
            message.Attribute(1, name, value);
        }

        message.End(resource);
    }

    /// <summary>Which part of the program it comes from, as field 1.</summary>
    public static void Scope(this OtlpMessage message, string name)
    {
        var scope = message.Begin(1);
        message.Text(1, name);
        message.End(scope);
    }

    /// <summary>A text that is not longer than is sensible.</summary>
    public static string Limited(string text) => text.Length <= LongestText ? text : text[..LongestText];

    /// <summary>Nanoseconds since 1970.</summary>
    public static ulong Nanoseconds(DateTime time) => (ulong)(time - DateTime.UnixEpoch).Ticks * 100;
}
