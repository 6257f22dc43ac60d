using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>
/// Reads what <c>HELM_DRIVER_SQL_CONNECTION_STRING</c> holds: a URL, or words of the form <c>key=value</c>, as the clients of PostgreSQL
/// take them. What it does not say comes from the variables of those clients, <c>PGHOST</c> and others.
/// </summary>
public static class SqlConnectionText
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["host"] = "PGHOST",
        ["port"] = "PGPORT",
        ["user"] = "PGUSER",
        ["password"] = "PGPASSWORD",
        ["dbname"] = "PGDATABASE",
        ["sslmode"] = "PGSSLMODE",
        ["sslrootcert"] = "PGSSLROOTCERT",
        ["sslcert"] = "PGSSLCERT",
        ["sslkey"] = "PGSSLKEY",
        ["connect_timeout"] = "PGCONNECT_TIMEOUT",
        ["application_name"] = "PGAPPNAME",
        ["fallback_application_name"] = "",
        ["search_path"] = "",
    };

    /// <summary>Reads it.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="variable">The value of a variable of the environment; null if it is not set.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedConfig"/>: it cannot be read, or names something unknown. The message quotes no value.
    /// </exception>
    public static SqlSettings Parse(string text, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variable);
        var words = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
            ? ReadUrl(text)
            : ReadWords(text);
        if (words.Keys.FirstOrDefault(key => !Variables.ContainsKey(key)) is { } unknown)
        {
            throw Malformed(
                $"its key {unknown} is not known", $"the keys that can be used are {string.Join(", ", Variables.Keys)}");
        }

        var defaults = new SqlSettings();
        var root = Get("sslrootcert", "");
        return new()
        {
            Host = Get("host", defaults.Host),
            Port = Number("port", defaults.Port, ushort.MaxValue),
            User = Get("user", variable("USER") ?? ""),
            Password = Get("password", ""),
            Database = Get("dbname", ""),
            Protection = Protection(Get("sslmode", "require"), root),
            RootCertificate = root,
            Certificate = Get("sslcert", ""),
            Key = Get("sslkey", ""),
            ConnectTimeout = TimeSpan.FromSeconds(Number("connect_timeout", (int)defaults.ConnectTimeout.TotalSeconds, 1024)),
            ApplicationName = Get("application_name", Get("fallback_application_name", defaults.ApplicationName)),
            SearchPath = Get("search_path", ""),
        };

        string Get(string key, string otherwise) =>
            words.TryGetValue(key, out var value) ? value
            : Variables[key].Length > 0 && variable(Variables[key]) is { Length: > 0 } set ? set
            : otherwise;

        int Number(string key, int otherwise, int most) => Get(key, "") is not { Length: > 0 } digits ? otherwise
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
            : throw Malformed($"the value of {key} is not a number up to {most}", null);
    }

    private static SqlProtection Protection(string mode, string root) => mode switch
    {
        "disable" => SqlProtection.None,
        "require" when root.Length == 0 => SqlProtection.Encrypted,

        // With authorities at hand, clients check the certificate in this mode too.
        "require" or "verify-ca" => SqlProtection.KnownAuthority,
        "verify-full" => SqlProtection.KnownHost,
        _ => throw Malformed("the value of sslmode is not known", "sslmode can be disable, require, verify-ca and verify-full"),
    };

    private static Dictionary<string, string> ReadUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw Malformed("it is not a URL", null);
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("host", url.Host.Trim('[', ']'));
        Add("port", url.Port > 0 ? url.Port.ToString(CultureInfo.InvariantCulture) : "");
        var user = url.UserInfo.Split(':', 2);
        Add("user", Uri.UnescapeDataString(user[0]));
        Add("password", user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "");
        Add("dbname", Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')));
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            words[Decode(parts[0])] = parts.Length > 1 ? Decode(parts[1]) : "";
        }

        return words;

        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                words[key] = value;
            }
        }

        static string Decode(string part) => Uri.UnescapeDataString(part.Replace('+', ' '));
    }

    // Blanks separate words; a value may be in quotes, and a backslash takes the next character as it is.
    private static Dictionary<string, string> ReadWords(string text)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        while (SkipBlanks(text, ref at))
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                throw Malformed("a word of it is not of the form key=value", null);
            }

            var key = text[at..equals].Trim();
            at = equals + 1;
            words[key] = SkipBlanks(text, ref at) ? ReadValue(text, ref at) : "";
        }

        return words;
    }

    private static bool SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length;
    }

    private static string ReadValue(string text, ref int at)
    {
        var isQuoted = text[at] == '\'';
        at += isQuoted ? 1 : 0;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (isQuoted ? text[at] == '\'' : char.IsWhiteSpace(text[at]))
            {
                at++;
                return value.ToString();
            }

            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        return isQuoted ? throw Malformed("a quote in it is not closed", null) : value.ToString();
    }

    private static SecretsKitException Malformed(string problem, string? hint) =>
        new(ErrorCode.MalformedConfig, $"the connection string of the SQL driver cannot be used: {problem}") { Hint = hint };
}
