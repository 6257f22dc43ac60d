using System.Globalization;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Execution;

/// <summary>
/// All values below a map as environment variables: the keys on the way to a value, and positions in lists, which count from 0, are joined
/// by underscores. Letters and digits of keys stay as they are, everything else becomes an underscore, since shells know no other names.
/// </summary>
internal sealed class FlatVariables
{
    private readonly List<KeyValuePair<string, ByteString>> _variables = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    private FlatVariables()
    {
    }

    /// <summary>One variable for each value, in order; comments are passed over. The bytes are those of the nodes.</summary>
    /// <exception cref="SecretsKitException">Two values would have one name. Values are not quoted.</exception>
    public static IReadOnlyList<KeyValuePair<string, ByteString>> Of(MapNode map)
    {
        var flat = new FlatVariables();
        flat.AddMap(map, "", "");
        return flat._variables;
    }

    private void AddMap(MapNode map, string name, string place)
    {
        foreach (var entry in map.Entries.Where(entry => !entry.IsComment))
        {
            var key = entry.Key is StringNode text
                ? text.Value.RevealText()
                : FlatScalar.TryFormat(entry.Key, out var other)
                ? other.RevealText()
                : throw new SecretsKitException(ErrorCode.General, "cannot use a map or a list as a key in environment");
            Add(entry.Value, Join(name, Named(key)), place.Length == 0 ? key : $"{place}.{key}");
        }
    }

    private void Add(Node value, string name, string place)
    {
        switch (value)
        {
            case MapNode map:
                AddMap(map, name, place);
                break;
            case ListNode list:
                var position = 0;
                foreach (var item in list.Items.Where(item => item is not CommentNode))
                {
                    var index = position.ToString(CultureInfo.InvariantCulture);
                    Add(item, Join(name, index), $"{place}[{index}]");
                    position++;
                }

                break;
            default:
                AddScalar(value, name, place);
                break;
        }
    }

    private void AddScalar(Node value, string name, string place)
    {
        if (!FlatScalar.TryFormat(value, out var text))
        {
            return;
        }

        if (!_places.TryAdd(name, place))
        {
            throw new SecretsKitException(ErrorCode.General, $"{_places[name]} and {place} would both become the variable {name}")
            {
                Hint = "rename one of them, or choose a map with --extract",
            };
        }

        _variables.Add(new(name, text));
    }

    private static string Join(string before, string name) => before.Length == 0 ? name : $"{before}_{name}";

    private static string Named(string key)
    {
        var name = string.Create(key.Length, key, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(text[i]) ? text[i] : '_';
            }
        });
        // No variable begins with a digit.
        return name is [>= '0' and <= '9', ..] ? "_" + name : name.Length == 0 ? "_" : name;
    }
}
