using System.Text;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>
/// Looks parts of a JSON text up by the path syntax of gjson (spec external-secrets.md 3.4), which stores use for properties of secrets.
/// Reading is lenient as there: a text that is not JSON has no parts, and only what lies before the part is looked at.
/// </summary>
public static class GjsonPath
{
    // Characters that mean something in a path, and so are escaped in a key.
    private const string Special = ".|#@*?!{}[]()=<>%\\:,\"";

    /// <summary>
    /// The part as text: strings unescaped, numbers without exponent, null as nothing, maps and lists as they are written.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="path">The path.</param>
    /// <returns>Null if there is no such part.</returns>
    public static byte[]? Find(ReadOnlyMemory<byte> json, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var found = GjsonSearch.Get(json, Encoding.UTF8.GetBytes(path));
        return found.Exists ? found.ToText() : null;
    }

    /// <summary>The members of a JSON object as text, in the order in which they are written.</summary>
    /// <param name="json">The text; anything but an object has no members.</param>
    public static IEnumerable<KeyValuePair<string, byte[]>> Members(ReadOnlyMemory<byte> json) =>
        GjsonScan.First(json) is { IsObject: true } map ? GjsonScan.Members(map).Select(Member) : [];

    /// <summary>A path that means just this key, whatever characters are in it.</summary>
    public static string Escape(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var escaped = new StringBuilder(key.Length);
        foreach (var character in key)
        {
            if (Special.Contains(character, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static KeyValuePair<string, byte[]> Member((GjsonResult Key, GjsonResult Value) member) =>
        KeyValuePair.Create(Encoding.UTF8.GetString(member.Key.ToText()), member.Value.ToVerbatim());
}
