namespace SecretsKit.Templating.Parsing;

/// <summary>
/// What the lexer tells apart (spec go-template.md 1.3). Everything from <see cref="Dot"/> on is shown as a word in angle brackets.
/// </summary>
internal enum TokenKind : byte
{
    Error,
    Eof,
    Text,
    LeftDelimiter,
    RightDelimiter,
    Space,
    Boolean,
    Character,
    CharacterConstant,
    Complex,
    Assign,
    Declare,
    Field,
    Identifier,
    LeftParen,
    RightParen,
    Number,
    Pipe,
    RawString,
    String,
    Variable,
    Dot,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}
