namespace SecretsKit.Templating.Parsing;

/// <summary>A piece of the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Byte offset.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Line">The line of its first byte, from 1.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, int Line);
