using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// The names of values that a chart speaks of: in the actions of its templates, in files that templates may
/// execute, in Chart.yaml, in the schema, and in examples that stand as comments in values.yaml. Subcharts
/// count, since helpers may come from them.
/// </summary>
internal sealed class NamedValues
{
    // Keys that index reaches have hyphens, too.
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownWords = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ranged = new(StringComparer.Ordinal);
    private readonly ValueNames _below = new();

    /// <summary>Reads a chart.</summary>
    public NamedValues(Chart chart) => Add(chart, isOwn: true);

    /// <summary>Whether <c>.Values</c> itself is handed on, so that names may be made up while rendering.</summary>
    public bool HandsOnAll { get; private set; }

    /// <summary>Whether a subchart does so with its values.</summary>
    public bool SubchartsHandOnAll { get; private set; }

    /// <summary>Whether some action or declaration holds the word.</summary>
    public bool Contains(string name) => _words.Contains(name);

    /// <summary>Whether the chart itself, or a library of it, holds the word, and not only a subchart.</summary>
    public bool OwnContains(string name) => _ownWords.Contains(name);

    /// <summary>Whether a word of the chart fulfils a condition.</summary>
    public bool Any(Func<string, bool> condition) => _words.Any(condition);

    /// <summary>Whether a key can be described at all: others than words are reached by whole tables only.</summary>
    public static bool IsWord(string name) => name.All(c => c is '_' or '-' || char.IsAsciiLetterOrDigit(c));

    /// <summary>The names that actions look up in anything, <c>image</c> for <c>$all.image</c>.</summary>
    public IEnumerable<string> Fields => _fields;

    /// <summary>The values of which templates make something of each item: users may add items.</summary>
    public IEnumerable<string> Ranged => _ranged;

    /// <summary>Whether items of values say where they are mounted, and not only a value of its own.</summary>
    public bool ItemsAreMounted { get; private set; }

    /// <summary>The names that templates look up below a path of values, <c>image.</c> for those of <c>.Values.image</c>.</summary>
    public IEnumerable<string> Below(string prefix) => _below.Below(prefix);

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

        if (isOwn)
        {
            _ownWords.UnionWith(_words);
        }

        foreach (var child in chart.Dependencies.OrderByDescending(child => child.Metadata.IsLibrary))
        {
            Add(child, isOwn && child.Metadata.IsLibrary);
        }
    }

    private void AddActions(ReadOnlySpan<byte> text, bool isOwn) => TemplateActions.Each(text, action =>
    {
        AddWords(action);
        AddChains(action, isOwn);
        if (isOwn)
        {
            AddFields(action);
            ItemsAreMounted |= action.IndexOf(".mountPath"u8) >= 0 && !ValueChains.In(action).Exists(path => path.Contains("mountPath"));
        }
    });

    private void AddWords(ReadOnlySpan<byte> text)
    {
        for (var start = text.IndexOfAny(KeyBytes); start >= 0; start = text.IndexOfAny(KeyBytes))
        {
            text = text[start..];
            var end = text.IndexOfAnyExcept(KeyBytes);
            var key = end < 0 ? text : text[..end];
            _words.Add(Encoding.ASCII.GetString(key));
            foreach (var range in key.IndexOf((byte)'-') < 0 ? default : key.Split((byte)'-'))
            {
                _words.Add(Encoding.ASCII.GetString(key[range]));
            }

            text = text[key.Length..];
        }
    }

    private void AddFields(ReadOnlySpan<byte> action)
    {
        for (var dot = action.IndexOf((byte)'.'); dot >= 0; dot = action.IndexOf((byte)'.'))
        {
            action = action[(dot + 1)..];
            _fields.Add(Encoding.ASCII.GetString(action[..ValueChains.WordLength(action)]));
        }
    }

    // The values of a subchart are others: of them it counts alone whether they are handed on.
    private void AddChains(ReadOnlySpan<byte> action, bool isOwn)
    {
        foreach (var path in ValueChains.In(action))
        {
            if (isOwn)
            {
                _below.Add(path);
                if (path.Count > 0 && action.TrimStart("- \t\r\n"u8).StartsWith("range"u8))
                {
                    _ranged.Add(path[^1]);
                }
            }

            HandsOnAll |= isOwn && path.Count == 0;
            SubchartsHandOnAll |= !isOwn && path.Count == 0;
        }
    }

    // "# nodePort: 30080" describes a value that may be given.
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
                var start = line[..colon].LastIndexOfAnyExcept(KeyBytes) + 1;
                _words.Add(Encoding.ASCII.GetString(line[start..colon]));
                line = line[(colon + 1)..];
            }
        }
    }
}
