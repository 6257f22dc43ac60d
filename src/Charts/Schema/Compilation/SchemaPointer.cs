using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>
/// The way from a document's root to a schema in it: names and indices. A chain, so that deep schemas share what they have in common.
/// </summary>
internal sealed class SchemaPointer
{
    private readonly SchemaPointer? _parent;
    private readonly string _token;

    private SchemaPointer(SchemaPointer? parent, string token) => (_parent, _token) = (parent, token);

    /// <summary>The document itself.</summary>
    public static SchemaPointer Root { get; } = new(null, "");

    /// <summary>One step deeper.</summary>
    /// <param name="token">The name or index, without escapes.</param>
    public SchemaPointer At(string token) => new(this, token);

    /// <summary>The tokens of a JSON pointer; null if a tilde in it escapes nothing.</summary>
    /// <param name="pointer">Empty, or beginning with a slash.</param>
    public static IReadOnlyList<string>? Split(string pointer)
    {
        var tokens = new List<string>();
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var tilde = token.IndexOf('~', StringComparison.Ordinal);
            for (var at = tilde; at >= 0; at = token.IndexOf('~', at + 1))
            {
                if (at + 1 == token.Length || token[at + 1] is not ('0' or '1'))
                {
                    return null;
                }
            }

            tokens.Add(tilde < 0 ? token : token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return tokens;
    }

    /// <summary>The JSON pointer; empty for the root.</summary>
    public override string ToString() => Join(static token => token);

    /// <summary>The JSON pointer as part of a URL, behind the number sign.</summary>
    public string ToFragment() => Join(EscapeForUrl);

    /// <summary>A JSON pointer as part of a URL.</summary>
    public static string ToFragment(string pointer) => string.Join('/', pointer.Split('/').Select(EscapeForUrl));

    private static string EscapeForUrl(string token) => Encoding.UTF8.GetString(GoUrl.EscapeSegment(Encoding.UTF8.GetBytes(token)));

    private string Join(Func<string, string> form)
    {
        var tokens = new Stack<string>();
        for (var at = this; at._parent is not null; at = at._parent)
        {
            tokens.Push(form(at._token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
        }

        var text = new StringBuilder();
        foreach (var token in tokens)
        {
            text.Append('/').Append(token);
        }

        return text.ToString();
    }
}
