using System.Collections.Concurrent;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Templating.Functions.Regexps;

/// <summary>Compiled patterns of one function table, since charts ask for the same few again and again. Safe for concurrent use.</summary>
internal sealed class RegexpCache
{
    private const int MaxPatterns = 256;

    private readonly ConcurrentDictionary<ByteString, Re2> _patterns = new();

    /// <exception cref="RegexpSyntaxException">Not a regular expression.</exception>
    public Re2 Get(byte[] pattern)
    {
        var key = new ByteString(pattern.AsMemory());
        if (_patterns.TryGetValue(key, out var known))
        {
            return known;
        }

        var compiled = Re2.Compile(pattern);
        if (_patterns.Count >= MaxPatterns)
        {
            _patterns.Clear();
        }

        _patterns[key] = compiled;
        return compiled;
    }
}
