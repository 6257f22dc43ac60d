namespace SecretsKit.Charts.YamlLinting;

/// <summary>
/// What a rule found in a text. Holds names of keys and anchors of the text, but no values except boolean words and numbers.
/// </summary>
/// <param name="Line">The line from 1.</param>
/// <param name="Column">The column from 1, in characters.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Rule">The rule, or null for text that is no YAML.</param>
/// <param name="IsError">Whether it fails the text; else a warning.</param>
public sealed record YamlProblem(int Line, int Column, string Message, string? Rule, bool IsError);
