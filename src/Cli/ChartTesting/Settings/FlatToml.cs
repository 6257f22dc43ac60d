using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>Reads what of TOML a configuration needs: a key and a value or a list of texts on each line.</summary>
internal static class FlatToml
{
    /// <summary>The values of a text.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It holds something else.</exception>
    public static MapValue Read(string text, string file)
    {
        var map = new MapValue();
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = Uncommented(lines[at]);
            var number = at + 1;
            if (line.Length == 0)
            {
                continue;
            }

            // A list may go on over lines.
            while (line.Contains("= [", StringComparison.Ordinal) && !line.EndsWith(']') && at + 1 < lines.Length)
            {
                line += Uncommented(lines[++at]);
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? "" : line[..equals].Trim().Trim('"');
            var value = equals < 0 ? null : ValueOf(line[(equals + 1)..].Trim());
            if (key.Length == 0 || value is null)
            {
                throw SettingsReader.Unreadable($"While parsing config: {file}:{number}: expected KEY = VALUE with a text, a truth value " +
                    "or a list of texts");
            }

            map.Set(new ByteString(Encoding.UTF8.GetBytes(key)), value.Value);
        }

        return map;
    }

    private static Value? ValueOf(string text)
    {
        if (text is ['[', .. var inner, ']'])
        {
            var items = inner.Split(',').Select(item => item.Trim()).Where(item => item.Length > 0).Select(ValueOf).ToList();
            return items.Contains(null) ? null : Value.Of(new ListValue([.. items.Select(item => item!.Value)]));
        }

        return text switch
        {
            ['"', .. var quoted, '"'] => Value.Of(Encoding.UTF8.GetBytes(quoted.Replace("\\\"", "\"", StringComparison.Ordinal))),
            ['\'', .. var literal, '\''] => Value.Of(Encoding.UTF8.GetBytes(literal)),
            "true" or "false" => Value.Of(Encoding.UTF8.GetBytes(text)),
            _ => null,
        };
    }

    private static string Uncommented(string line)
    {
        var quote = '\0';
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '#' && quote == '\0')
            {
                return line[..at].Trim();
            }

            quote = line[at] is '"' or '\'' ? quote == '\0' ? line[at] : quote == line[at] ? '\0' : quote : quote;
        }

        return line.Trim();
    }
}
