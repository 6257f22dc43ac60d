using System.Collections.Concurrent;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Regexps;

/// <summary>Compiled patterns of one function table, since charts ask for the same few again and again. Safe for concurrent use.</summary>
internal sealed class RegexpCache
{
    private const int MaxPatterns = 256;

    // What reading and compiling a byte of a pattern is counted as, in steps, and the memory that it takes meanwhile.
    private const int StepsPerByte = 16;
    private const int BytesPerByte = 160;
    private const int LargePattern = 64 * 1024;

    private readonly ConcurrentDictionary<ByteString, Re2> _patterns = new();

    /// <param name="pattern">The text.</param>
    /// <param name="context">Is charged for what is not known yet.</param>
    /// <exception cref="RegexpSyntaxException">Not a regular expression.</exception>
    public Re2 Get(byte[] pattern, CallContext context)
    {
        var key = new ByteString(pattern.AsMemory());
        if (_patterns.TryGetValue(key, out var known))
        {
            return known;
        }

        context.Spend((long)pattern.Length * StepsPerByte);
        if (pattern.Length > LargePattern)
        {
            context.Charge((long)pattern.Length * BytesPerByte);
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
