namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>One token with its place, so that what is between two tokens can be measured.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Behind its last character; a block scalar ends behind the line breaks that follow it.</param>
internal sealed record YamlToken(YamlTokenType Type, TextMark Start, TextMark End)
{
    /// <summary>The content of a scalar, the name of an anchor or alias, the handle of a tag, the name of a directive.</summary>
    public string Value { get; init; } = "";

    /// <summary>The suffix of a tag; what follows the name of a directive.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The quote or indicator that a scalar began with; <c>'\0'</c> for a plain one.</summary>
    public char Style { get; init; }

    /// <summary>Whether it is a scalar without quotes and without an indicator.</summary>
    public bool IsPlain => Type == YamlTokenType.Scalar && Style == '\0';

    /// <summary>Its name in messages about syntax.</summary>
    public string Name => Type switch
    {
        YamlTokenType.StreamStart => "<stream start>",
        YamlTokenType.StreamEnd => "<stream end>",
        YamlTokenType.Directive => "<directive>",
        YamlTokenType.DocumentStart => "<document start>",
        YamlTokenType.DocumentEnd => "<document end>",
        YamlTokenType.BlockSequenceStart => "<block sequence start>",
        YamlTokenType.BlockMappingStart => "<block mapping start>",
        YamlTokenType.BlockEnd => "<block end>",
        YamlTokenType.FlowSequenceStart => "[",
        YamlTokenType.FlowSequenceEnd => "]",
        YamlTokenType.FlowMappingStart => "{",
        YamlTokenType.FlowMappingEnd => "}",
        YamlTokenType.BlockEntry => "-",
        YamlTokenType.FlowEntry => ",",
        YamlTokenType.Key => "?",
        YamlTokenType.Value => ":",
        YamlTokenType.Alias => "<alias>",
        YamlTokenType.Anchor => "<anchor>",
        YamlTokenType.Tag => "<tag>",
        _ => "<scalar>",
    };
}
