namespace SecretsKit.Core.Text.Regexp;

internal enum RegexpCode
{
    /// <summary>Try <c>Next</c>, then <c>Other</c>.</summary>
    Split,

    /// <summary>Note the position in slot <c>Other</c>.</summary>
    Save,

    /// <summary>Go on if the assertion <c>Other</c> holds here.</summary>
    Assert,

    /// <summary>Consume the character <c>Other</c>.</summary>
    Rune,

    /// <summary>Consume a character of <c>Set</c>.</summary>
    Set,

    Match,
}

internal readonly record struct RegexpInstruction(RegexpCode Code, int Next, int Other = 0, RuneSet? Set = null);

/// <summary>A compiled expression and what is known of every match before looking.</summary>
/// <param name="Instructions">The code; the first instruction to run is <paramref name="Start"/>.</param>
/// <param name="Start">Index of the first instruction.</param>
/// <param name="SlotCount">Positions that a match notes: two for the whole and two for each group.</param>
internal sealed record RegexpProgram(RegexpInstruction[] Instructions, int Start, int SlotCount)
{
    /// <summary>Positions of the whole match alone.</summary>
    public const int WholeSlots = 2;

    /// <summary>Whether a match can only begin where the text begins.</summary>
    public bool Anchored { get; private init; }

    /// <summary>Text, in UTF-8, with which every match begins.</summary>
    public byte[] Prefix { get; private init; } = [];

    /// <summary>Whether a match is the prefix and nothing else.</summary>
    public bool PrefixIsAll { get; private init; }

    /// <summary>Finds the prefix and the anchor.</summary>
    public RegexpProgram Analyze()
    {
        var prefix = new List<byte>();
        Span<byte> encoded = stackalloc byte[4];
        var at = SkipSaves(Start);
        var anchored = Instructions[at] is { Code: RegexpCode.Assert, Other: (int)Assertions.BeginText };

        // U+FFFD also matches bytes that are not UTF-8, so it has no one encoding.
        while (Instructions[at] is { Code: RegexpCode.Rune, Other: not 0xFFFD and not (>= 0xD800 and <= 0xDFFF) } literal)
        {
            var width = new System.Text.Rune(literal.Other).EncodeToUtf8(encoded);
            prefix.AddRange(encoded[..width]);
            at = SkipSaves(literal.Next);
        }

        return this with
        {
            Anchored = anchored,
            Prefix = [.. prefix],
            PrefixIsAll = prefix.Count > 0 && Instructions[at].Code == RegexpCode.Match && SlotCount == 2,
        };
    }

    private int SkipSaves(int at)
    {
        while (Instructions[at].Code == RegexpCode.Save)
        {
            at = Instructions[at].Next;
        }

        return at;
    }
}
