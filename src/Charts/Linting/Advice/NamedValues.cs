using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// The names of values that a chart speaks of: in the actions of its templates, in files that templates may execute, in Chart.yaml, in the schema, and in
/// examples that stand as comments in values.yaml. Subcharts count, since helpers may come from them.
/// </summary>
internal sealed class NamedValues
{
    private static readonly SearchValues<byte> WordBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _children = new(StringComparer.Ordinal);

    /// <summary>Reads a chart.</summary>
    public NamedValues(Chart chart) => Add(chart, isOwn: true);

    /// <summary>Whether <c>.Values</c> itself is handed on, so that names may be made up while rendering.</summary>
    public bool HandsOnAll { get; private set; }

    /// <summary>Whether some action or declaration holds the word.</summary>
    public bool Contains(string name) => _words.Contains(name);

    /// <summary>Whether a key can be told of at all: others than words are reached by whole tables only.</summary>
    public static bool IsWord(string name) => name.All(c => c is '_' || char.IsAsciiLetterOrDigit(c));

    /// <summary>The names that templates look up below a path of values, <c>image.</c> for those of <c>.Values.image</c>.</summary>
    public IEnumerable<string> Below(string prefix) => _children.TryGetValue(prefix, out var names) ? names : [];

    private void Add(Chart chart, bool isOwn)
    {
        foreach (var file in chart.Raw)
        {
            if (file.Name is "Chart.yaml" or "requirements.yaml" or "values.schema.json")
            {
                AddWords(file.Data);
            }
            else if (file.Name == "values.yaml")
            {
                AddExamples(file.Data);
            }
            else if (!file.Name.StartsWith("charts/", StringComparison.Ordinal))
            {
                AddActions(file.Data, isOwn);
            }
        }

        foreach (var child in chart.Dependencies)
        {
            Add(child, isOwn && child.Metadata.Type == "library");
        }
    }

    // The values of a subchart are others.
    private void AddActions(ReadOnlySpan<byte> text, bool isOwn)
    {
        for (var start = text.IndexOf("{{"u8); start >= 0; start = text.IndexOf("{{"u8))
        {
            text = text[(start + 2)..];
            var end = text.IndexOf("}}"u8);
            var action = end < 0 ? text : text[..end];
            AddWords(action);
            if (isOwn)
            {
                AddChains(action);
            }
        }
    }

    private void AddWords(ReadOnlySpan<byte> text)
    {
        for (var start = text.IndexOfAny(WordBytes); start >= 0; start = text.IndexOfAny(WordBytes))
        {
            text = text[start..];
            var end = text.IndexOfAnyExcept(WordBytes);
            var word = end < 0 ? text : text[..end];
            _words.Add(Encoding.ASCII.GetString(word));
            text = text[word.Length..];
        }
    }

    private void AddChains(ReadOnlySpan<byte> action)
    {
        for (var start = action.IndexOf(".Values"u8); start >= 0; start = action.IndexOf(".Values"u8))
        {
            action = action[(start + ".Values".Length)..];
            var prefix = "";
            while (action is [(byte)'.', ..] && WordLength(action[1..]) is var length and > 0)
            {
                var name = Encoding.ASCII.GetString(action.Slice(1, length));
                if (!_children.TryGetValue(prefix, out var names))
                {
                    _children.Add(prefix, names = new(StringComparer.Ordinal));
                }

                names.Add(name);
                prefix += name + ".";
                action = action[(1 + length)..];
            }

            // A name that is written down behind it is one of the words.
            HandsOnAll |= prefix.Length == 0 && WordLength(action) == 0 && action.TrimStart((byte)' ') is not [(byte)'"' or (byte)'`', ..];
        }
    }

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(WordBytes);
        return end < 0 ? text.Length : end;
    }

    // "# nodePort: 30080" tells of a value that may be given.
    private void AddExamples(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimStart(" \t"u8);
            if (line is not [(byte)'#', ..])
            {
                continue;
            }

            for (var colon = line.IndexOf((byte)':'); colon >= 0; colon = line.IndexOf((byte)':'))
            {
                var start = line[..colon].LastIndexOfAnyExcept(WordBytes) + 1;
                _words.Add(Encoding.ASCII.GetString(line[start..colon]));
                line = line[(colon + 1)..];
            }
        }
    }
}
