namespace SecretsKit.Charts.Rendering.Objects;

/// <summary>
/// Patterns of <c>.Files.Glob</c>: <c>*</c> and <c>?</c> stay within a path element, <c>**</c> does not; <c>[abc]</c>, <c>[!a-z]</c>,
/// <c>{a,b}</c>, <c>\</c>. Matching takes time proportional to pattern times name.
/// </summary>
internal sealed class SlashGlob
{
    // Braces multiply; more than this is no pattern anybody wrote.
    private const int MaxAlternatives = 1_024;
    private const int MaxBraces = 100;
    private const int MaxParts = 100_000;
    private readonly List<List<Part>> _alternatives;

    private SlashGlob(List<List<Part>> alternatives) => _alternatives = alternatives;

    private enum PartKind
    {
        Literal,
        AnyOne,
        Star,
        DoubleStar,
        Class,
    }

    /// <summary>How many parts there are in all alternatives.</summary>
    public long PartCount => _alternatives.Sum(static parts => (long)parts.Count);

    /// <summary>The pattern, or null if it is malformed.</summary>
    public static SlashGlob? TryParse(string pattern)
    {
        var at = 0;
        var alternatives = TryParseSequence(pattern, ref at, braces: 0);
        return alternatives is null || at < pattern.Length ? null : new(alternatives);
    }

    /// <summary>Whether the whole name matches.</summary>
    public bool Matches(string name) => _alternatives.Exists(parts => Matches(parts, name));

    private static bool Matches(List<Part> parts, string name)
    {
        // reachable[i]: the parts so far match the first i characters.
        var reachable = new bool[name.Length + 1];
        reachable[0] = true;
        foreach (var part in parts)
        {
            var next = new bool[name.Length + 1];
            for (var i = 0; i <= name.Length; i++)
            {
                if (part.Kind is PartKind.Star or PartKind.DoubleStar)
                {
                    next[i] = reachable[i] || (i > 0 && next[i - 1] && (part.Kind == PartKind.DoubleStar || name[i - 1] != '/'));
                }
                else if (i > 0)
                {
                    next[i] = reachable[i - 1] && part.Takes(name[i - 1]);
                }
            }

            reachable = next;
        }

        return reachable[name.Length];
    }

    private static List<List<Part>>? TryParseSequence(string pattern, ref int at, int braces)
    {
        List<List<Part>> sequences = [[]];
        while (at < pattern.Length && !(braces > 0 && pattern[at] is ',' or '}'))
        {
            if (pattern[at] == '{')
            {
                if (braces == MaxBraces || TryParseBraces(pattern, ref at, braces + 1) is not { } choices || sequences.Count * choices.Count > MaxAlternatives)
                {
                    return null;
                }

                if (sequences.Sum(static head => head.Count) * (long)choices.Count + choices.Sum(static tail => tail.Count) * (long)sequences.Count > MaxParts)
                {
                    return null;
                }

                sequences = [.. sequences.SelectMany(head => choices.Select(tail => (List<Part>)[.. head, .. tail]))];
                continue;
            }

            if (TryParsePart(pattern, ref at) is not { } part)
            {
                return null;
            }

            sequences.ForEach(sequence => sequence.Add(part));
        }

        return sequences;
    }

    private static List<List<Part>>? TryParseBraces(string pattern, ref int at, int braces)
    {
        var choices = new List<List<Part>>();
        do
        {
            at++;
            if (TryParseSequence(pattern, ref at, braces) is not { } sequences || at >= pattern.Length)
            {
                return null;
            }

            choices.AddRange(sequences);
        }
        while (pattern[at] == ',');

        at++;
        return choices;
    }

    private static Part? TryParsePart(string pattern, ref int at)
    {
        switch (pattern[at])
        {
            case '*' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                at += 2;
                return new(PartKind.DoubleStar);
            case '*':
                at++;
                return new(PartKind.Star);
            case '?':
                at++;
                return new(PartKind.AnyOne);
            case '[':
                return TryParseClass(pattern, ref at);
            case '\\':
                at++;
                return at < pattern.Length ? new(PartKind.Literal) { Character = pattern[at++] } : null;
            default:
                return new(PartKind.Literal) { Character = pattern[at++] };
        }
    }

    private static Part? TryParseClass(string pattern, ref int at)
    {
        var end = pattern.IndexOf(']', at + 1);
        if (end < 0)
        {
            return null;
        }

        var text = pattern[(at + 1)..end];
        at = end + 1;
        var isNegated = text.StartsWith('!');
        text = isNegated ? text[1..] : text;
        if (text.Length == 0)
        {
            return null;
        }

        return text.Length == 3 && text[1] == '-'
            ? text[0] <= text[2] ? new(PartKind.Class) { IsNegated = isNegated, Low = text[0], High = text[2] } : null
            : new(PartKind.Class) { IsNegated = isNegated, Members = text };
    }

    private sealed record Part(PartKind Kind)
    {
        public char Character { get; init; }

        public bool IsNegated { get; init; }

        public char Low { get; init; }

        public char High { get; init; }

        public string? Members { get; init; }

        public bool Takes(char c) => Kind switch
        {
            PartKind.AnyOne => c != '/',
            PartKind.Class => IsNegated != (Members is null ? c >= Low && c <= High : Members.Contains(c, StringComparison.Ordinal)),
            _ => c == Character,
        };
    }
}
