using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating;

/// <summary>
/// Texts that <c>tpl</c> has parsed: charts expand the same few values in each of their files. Owned by a
/// <see cref="TemplateSet"/>; holds short texts up to a number, those that came first. Safe for concurrent use.
/// </summary>
/// <param name="name">The name that texts are parsed under.</param>
/// <param name="functions">The dialect.</param>
internal sealed class TextCache(string name, FunctionTable functions)
{
    private const int MaxTexts = 256;
    private const int LongestText = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<ByteString, ParsedText> _texts = [];

    /// <summary>The text parsed, now or before.</summary>
    /// <exception cref="Errors.TemplateException">It is no template.</exception>
    public ParsedText Parse(byte[] text)
    {
        if (text.Length > LongestText)
        {
            return ParsedText.Parse(name, text, functions);
        }

        var key = new ByteString(text.AsMemory());
        lock (_gate)
        {
            if (_texts.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var parsed = ParsedText.Parse(name, text, functions);
        lock (_gate)
        {
            if (_texts.Count < MaxTexts)
            {
                _texts[key] = parsed;
            }
        }

        return parsed;
    }
}
