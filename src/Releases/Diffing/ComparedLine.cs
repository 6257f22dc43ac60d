namespace SecretsKit.Releases.Diffing;

/// <summary>A line of a comparison.</summary>
/// <param name="Origin">Which side it is from.</param>
/// <param name="Text">The line, without its end.</param>
public readonly record struct ComparedLine(LineOrigin Origin, string Text);
