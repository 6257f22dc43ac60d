using System.Text;

namespace SecretsKit.Core.Detection;

/// <summary>Values that stand where a secret shall be, and passwords that everybody knows.</summary>
internal static class Placeholders
{
    private const int LongestStandIn = 80;

    // admin2024 is known as well as admin.
    private const int MostDigits = 4;

    // Compared with small letters and digits alone.
    private static readonly string[] PlaceholderParts =
    [
        "replace", "yourpass", "yoursecret", "yourtoken", "yourapi", "yourkey", "yourclient", "yourown", "yourjwt", "yourdb", "yourstrong",
        "insert", "placeholder",
        "example", "dummy", "todo", "tobe", "redacted", "masked", "fillin", "fillme", "enteryour", "setme", "putyour", "goeshere", "xxxx",
        "notareal",
        "notreal", "fake", "sample", "mock", "generated", "unused", "ignored", "override", "provideyour", "addyour", "hidden", "encrypted",
        "base64encoded", "b64encoded",
    ];

    private static readonly string[] DefaultParts = ["changeme", "changeit", "changethis", "changepassword", "pleasechange", "mustchange",
        "changein"];

    private static readonly HashSet<string> Defaults = [.. SecretNames.Words(
        "secret secret123 supersecret supersecretkey topsecret verysecret admin admin123 administrator root toor test test123 testing " +
        "guest user "
        + "default postgres postgresql mysql mariadb redis rabbitmq mongo mongodb minio minioadmin minio123 elastic grafana keycloak " +
            "sonar promoperator letmein "
        + "welcome welcome1 qwerty qwerty123 abc123 111111 000000 1234 12345 123456 1234567 12345678 123456789 1234567890 mysecret " +
            "mytoken mykey pass "
        + "pass123 demo dev local localhost foo bar foobar baz hello vagrant docker wordpress bitnami airflow superset harbor12345 " +
            "nexus jenkins "
        + "kafka cassandra influxdb neo4j couchdb zabbix superuser manager operator")];

    /// <summary>Whether a value only says that one is to be given.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> value)
    {
        if (value.Length > LongestStandIn)
        {
            return false;
        }

        if (value.IndexOfAnyExcept(value[0]) < 0
            || (value[0] == '<' && value[^1] == '>')
            || (value[0] == '[' && value[^1] == ']')
            || value.IndexOf("..."u8) >= 0
            || value.IndexOf("***"u8) >= 0 || value.IndexOf("xxxx"u8) >= 0)
        {
            return true;
        }

        var text = Normal(value);
        return text.Length == 0 || Array.Exists(PlaceholderParts, part => text.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Whether a value is a password that everybody knows.</summary>
    public static bool IsDefault(ReadOnlySpan<byte> value)
    {
        if (value.Length > LongestStandIn || value.IndexOf((byte)'/') > 0)
        {
            return false;
        }

        var text = Normal(value);
        var stem = text.TrimEnd("0123456789".ToCharArray());
        return Defaults.Contains(text)
            || (text.Length - stem.Length <= MostDigits && Defaults.Contains(stem))
            || Array.Exists(DefaultParts, part => text.Contains(part, StringComparison.Ordinal))
            || IsAboutPassword(text);
    }

    // password, rootpassword, mypass1, passw0rd: the noun, and at most a word before it.
    private static bool IsAboutPassword(string text)
    {
        var stem = text.TrimEnd("0123456789".ToCharArray());
        return text.Length <= 20
            && (stem.EndsWith("password", StringComparison.Ordinal)
                || stem.EndsWith("passwd", StringComparison.Ordinal)
                || stem.StartsWith("passw", StringComparison.Ordinal)
            || (stem.EndsWith("pass", StringComparison.Ordinal) && text.Length <= 12)) && !stem.AsSpan(
                0, Math.Max(0, stem.Length - 8)).ContainsAnyInRange(
                '0',
                '9');
    }

    private static string Normal(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (char.IsAsciiLetterOrDigit((char)c))
            {
                text.Append(char.ToLowerInvariant((char)c));
            }
        }

        return text.ToString();
    }
}
