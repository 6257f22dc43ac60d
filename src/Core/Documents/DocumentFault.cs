namespace SecretsKit.Core.Documents;

/// <summary>What is wrong with a document.</summary>
public enum DocumentFault
{
    /// <summary>The text breaks a rule of its format that has no name of its own here.</summary>
    Syntax,

    /// <summary>The bytes are no text, or hold characters that the format forbids.</summary>
    Characters,

    /// <summary>A line is indented unlike its neighbours.</summary>
    Indentation,

    /// <summary>A second key on one line, or a text with a colon that is not quoted.</summary>
    UnexpectedColon,

    /// <summary>A line that is neither a key with a value nor the continuation of a text.</summary>
    MissingColon,

    /// <summary>A character that begins nothing: a tab as indentation, or an unquoted <c>@</c>, <c>`</c> or <c>%</c>.</summary>
    UnexpectedCharacter,

    /// <summary>An alias without an anchor.</summary>
    UnknownAnchor,

    /// <summary>An anchor whose value holds an alias of it.</summary>
    Cycle,

    /// <summary>A map has a key twice.</summary>
    DuplicateKey,

    /// <summary>A map, list or scalar where another of these is needed.</summary>
    WrongKind,

    /// <summary>A key that is no text, as an unquoted <c>{{</c> makes it.</summary>
    InvalidKey,

    /// <summary>A merge of something that is no map.</summary>
    InvalidMerge,

    /// <summary>A scalar does not fit its tag.</summary>
    InvalidScalar,

    /// <summary>Aliases multiply the content.</summary>
    ExcessiveAliasing,

    /// <summary>A bound of ours on size, number or depth.</summary>
    Limit,

    /// <summary>The file holds no document.</summary>
    Empty,

    /// <summary>The tree has no form in the format that is to be written.</summary>
    NoForm,

    /// <summary>A value that JSON cannot carry, such as an infinite number or an object with methods.</summary>
    NoJsonForm,

    /// <summary>The data hold a key that is reserved for SOPS.</summary>
    ReservedKey,
}
